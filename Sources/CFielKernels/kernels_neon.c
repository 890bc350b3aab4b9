// arm64 with NEON and the dot-product extension.

#if defined(__aarch64__)

#include <arm_neon.h>

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#define W 4
#define ROWS 8

/// The dot product takes signed bytes, so activations are 128 less here.
typedef int32x4_t dot_sum;
#define DOT_SHIFT 128
#define DOT_ZERO vdupq_n_s32(0)
#define dot_add(sum, x, w) vdotq_s32(sum, vreinterpretq_s8_u32(vdupq_n_u32((x) ^ 0x80808080u)), vld1q_s8(w))
#define dot_value(sum) ((vi)(sum))
#define widen_halves(x) ((vf)vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(x))))

#include "kernels_template.h"

#pragma clang attribute pop

const fiel_kernel_set fiel_kernels_neon = KERNEL_SET;

#endif
