// x86-64 with AVX-512 F, BW, DQ, VL and VNNI.

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,f16c"), min_vector_width(512))), apply_to = function)

#define W 16
#define ROWS 12

typedef __m512i dot_sum;
#define DOT_ZERO _mm512_setzero_si512()
#define DOT_SHIFT 0
#define dot_add(sum, x, w) _mm512_dpbusd_epi32(sum, _mm512_set1_epi32((int)(x)), _mm512_loadu_si512(w))
#define dot_value(sum) ((vi)(sum))
#define widen_halves(x) ((vf)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(x))))

#include "kernels_template.h"

#pragma clang attribute pop

const fiel_kernel_set fiel_kernels_avx512 = KERNEL_SET;

#endif
