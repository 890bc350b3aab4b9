// x86-64 with AVX2, FMA and F16C.

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define W 8
#define ROWS 4

/// Sums of pairs: columns 0...3 in `low`, 4...7 in `high`. (vpmaddubsw would saturate; 16-bit products do not.)
typedef struct dot_sum {
    __m256i low, high;
} dot_sum;

#define DOT_ZERO ((dot_sum){_mm256_setzero_si256(), _mm256_setzero_si256()})
#define DOT_SHIFT 0

static inline __attribute__((always_inline)) dot_sum dot_add(dot_sum sum, unsigned x, const signed char *w) {
    __m256i activations = _mm256_cvtepu8_epi16(_mm_set1_epi32((int)x));
    __m256i low = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)w));
    __m256i high = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(w + 16)));
    sum.low = _mm256_add_epi32(sum.low, _mm256_madd_epi16(activations, low));
    sum.high = _mm256_add_epi32(sum.high, _mm256_madd_epi16(activations, high));
    return sum;
}

/// Adds the pairs and puts the columns in order.
#define dot_value(sum) ((vi)_mm256_permute4x64_epi64(_mm256_hadd_epi32((sum).low, (sum).high), 0xD8))
#define widen_halves(x) ((vf)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(x))))

#include "kernels_template.h"

#pragma clang attribute pop

const fiel_kernel_set fiel_kernels_avx2 = KERNEL_SET;

#endif
