// 512-bit vectors: the operations of `simd/vector.h` that AVX-512 has its own instructions for.

#include <immintrin.h>

enum {
    LANES = 16,
    TILE_ROWS_F32 = 12,   // 24 accumulators, 2 panel vectors and 1 broadcast of the 32 registers
    TILE_ROWS_U8 = 12,
    TILE_ROWS_BLOCKS = 12, // 12 accumulators and 8 vectors of codes
    TILE_ROWS_MIX = 6,     // 24 accumulators and 4 vectors of values
    TILE_QUERIES = 4,      // 16 accumulators, 4 vectors of rows and 4 of queries
    ACTIVATION_OFFSET = 0, // vpdpbusd takes unsigned activations
};

typedef float vfloat __attribute__((ext_vector_type(16)));
typedef int32_t vint __attribute__((ext_vector_type(16)));
typedef uint8_t vbytes __attribute__((ext_vector_type(16)));

#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define ZIP_HIGH(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

#define FIEL_TARGET "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma,f16c"
#pragma clang attribute push(__attribute__((target(FIEL_TARGET))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

INLINE __mmask16 first(size_t count) { return (__mmask16)(count >= LANES ? 0xffff : (1u << count) - 1); }

INLINE vfloat load_first(const float *p, size_t count) { return (vfloat)_mm512_maskz_loadu_ps(first(count), p); }

INLINE void store_first(float *p, vfloat x, size_t count) { _mm512_mask_storeu_ps(p, first(count), (__m512)x); }

INLINE void store_bytes_first(uint8_t *p, vint x, size_t count) {
    _mm512_mask_cvtepi32_storeu_epi8(p, first(count), (__m512i)x);
}

INLINE vfloat load_half_first(const uint16_t *p, size_t count) {
    return (vfloat)_mm512_cvtph_ps(_mm256_maskz_loadu_epi16(first(count), p));
}

/// Adds to each lane the product of its four unsigned bytes of a and its four signed bytes of w.
INLINE vint dot_bytes(vint sum, vint a, vint w) {
    return (vint)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)a, (__m512i)w);
}

/// Adds to each lane the product of its four unsigned codes and its four signed bytes of x.
INLINE vint dot_codes(const bool wide, vint sum, vint codes, vint x) {
    return (vint)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)codes, (__m512i)x);
}

/// Adds to each lane the product of its four signed bytes of a and of x, plus 128 times the sum of those of x.
///
/// vpdpbusd takes unsigned bytes: a + 128 in place of a.
INLINE vint dot_signed(vint sum, vint a, vint x) { return dot_bytes(sum, a ^ (vint)(int32_t)0x80808080, x); }

/// The nearest half-precision number, kept finite.
INLINE uint16_t narrow(float x) {
    return _cvtss_sh(x > 65504.0f ? 65504.0f : x < -65504.0f ? -65504.0f : x, _MM_FROUND_TO_NEAREST_INT);
}
