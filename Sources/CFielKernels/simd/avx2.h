// 256-bit vectors: the operations of `simd/vector.h` that AVX2 has its own instructions for.

#include <immintrin.h>

enum {
    LANES = 8,
    TILE_ROWS_F32 = 6, // 12 accumulators, 2 panel vectors and 1 broadcast of the 16 registers
    TILE_ROWS_U8 = 4,  // 8 accumulators, 4 halves of panel vectors, 2 of a broadcast
    TILE_ROWS_BLOCKS = 6, // 6 accumulators; the codes come from the first-level cache
    TILE_ROWS_MIX = 2,    // 8 accumulators and 4 vectors of values
    TILE_QUERIES = 2,     // 8 accumulators and 4 vectors of rows
    ACTIVATION_OFFSET = 0,
};

typedef float vfloat __attribute__((ext_vector_type(8)));
typedef int32_t vint __attribute__((ext_vector_type(8)));

#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define ZIP_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)

#define FIEL_TARGET "avx2,fma,f16c"
#pragma clang attribute push(__attribute__((target(FIEL_TARGET))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

INLINE __m256i first(size_t count) {
    const vint lane = {0, 1, 2, 3, 4, 5, 6, 7};
    return (__m256i)(lane < (vint)(int32_t)(count < LANES ? count : LANES));
}

INLINE vfloat load_first(const float *p, size_t count) { return (vfloat)_mm256_maskload_ps(p, first(count)); }

INLINE void store_first(float *p, vfloat x, size_t count) { _mm256_maskstore_ps(p, first(count), (__m256)x); }

INLINE void store_bytes_first(uint8_t *p, vint x, size_t count) {
    typedef uint8_t vbytes __attribute__((ext_vector_type(8)));
    const vbytes bytes = __builtin_convertvector(x, vbytes);
    __builtin_memcpy(p, &bytes, count < LANES ? count : LANES);
}

INLINE vfloat load_half_first(const uint16_t *p, size_t count) {
    uint16_t half[LANES] = {0};
    __builtin_memcpy(half, p, (count < LANES ? count : LANES) * sizeof *p);
    return (vfloat)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)half));
}

/// Adds to each lane the product of its four unsigned bytes of a and its four signed bytes of w.
///
/// Even and odd bytes are widened to 16 bits first: vpmaddubsw would saturate.
INLINE vint dot_bytes(vint sum, vint a, vint w) {
    const __m256i low = _mm256_set1_epi16(0xff), all = (__m256i)w, u = (__m256i)a;
    const __m256i even = _mm256_madd_epi16(_mm256_and_si256(u, low), _mm256_srai_epi16(_mm256_slli_epi16(all, 8), 8));
    const __m256i odd = _mm256_madd_epi16(_mm256_srli_epi16(u, 8), _mm256_srai_epi16(all, 8));
    return sum + (vint)even + (vint)odd;
}

/// Adds to each lane the product of its four unsigned codes and its four signed bytes of x, -127...127.
///
/// vpmaddubsw saturates at two products of 8-bit codes: where codes are `wide` their highest bit is multiplied by itself.
INLINE vint dot_codes(const bool wide, vint sum, vint codes, vint x) {
    const __m256i ones = _mm256_set1_epi16(1);
    const vint low = wide ? codes & (vint)0x7f7f7f7f : codes;
    sum += (vint)_mm256_madd_epi16(_mm256_maddubs_epi16((__m256i)low, (__m256i)x), ones);
    if (!wide) return sum;
    const vint high = codes & (vint)(int32_t)0x80808080;
    return sum + (vint)_mm256_madd_epi16(_mm256_maddubs_epi16((__m256i)high, (__m256i)x), ones);
}

/// Adds to each lane the product of its four signed bytes of a and of x, -127...127 both.
///
/// The sign goes from a to x, so that two products are at most 2 · 127² and vpmaddubsw does not saturate.
INLINE vint dot_signed(vint sum, vint a, vint x) {
    const __m256i magnitude = _mm256_abs_epi8((__m256i)a), turned = _mm256_sign_epi8((__m256i)x, (__m256i)a);
    return sum + (vint)_mm256_madd_epi16(_mm256_maddubs_epi16(magnitude, turned), _mm256_set1_epi16(1));
}

/// The nearest half-precision number, kept finite.
INLINE uint16_t narrow(float x) {
    return _cvtss_sh(x > 65504.0f ? 65504.0f : x < -65504.0f ? -65504.0f : x, _MM_FROUND_TO_NEAREST_INT);
}
