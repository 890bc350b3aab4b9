// The kernels for AVX-512 F, BW, DQ, VL and VNNI.

#include "blocks.h"
#include "kernels.h"

#include <float.h>
#include <math.h>

#if defined(__x86_64__)

#define EACH_TILE_F32(TILE) \
    TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6) \
    TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)
#define EACH_TILE_U8(TILE) \
    TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6) \
    TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)
#define EACH_TILE_BLOCKS(TILE) \
    TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6) \
    TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)
#define EACH_TILE_MIX(TILE) TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6)
#define EACH_TILE_QUERIES(TILE) TILE(1) TILE(2) TILE(3) TILE(4)

#include "simd/avx512.h"

#include "simd/kernels.h"

const struct kernels fiel_kernels_avx512 = {
    .packed_f32_count = packed_f32_count,
    .pack_f32 = pack_f32,
    .packed_s8_count = packed_s8_count,
    .pack_s8 = pack_s8,
    .gemm_f32 = gemm_f32,
    .quantize_u8 = quantize_u8,
    .gemm_u8s8 = gemm_u8s8,
    .dot_f32 = dot_f32,
    .gelu = gelu,
    .gelu_gradient = gelu_gradient,
    .softmax = softmax,
    .layer_norm = layer_norm,
    .attention_scratch_count = attention_scratch_count,
    .attention = attention,
    .widen_f16 = widen_f16,
    .quantize_s8 = quantize_s8,
    .gemm_blocks_s8 = gemm_blocks_s8,
    .gemm_blocks_f32 = gemm_blocks_f32,
    .rms_norm = rms_norm,
    .gate = gate,
    .rotate = rotate,
    .cache_put = cache_put,
    .cache_scores = cache_scores,
    .cache_mix = cache_mix,
    .exp_sum = exp_sum,
    .score_f32 = score_f32,
    .score_s8 = score_s8,
    .places_above = places_above,
};

#pragma clang attribute pop

#endif
