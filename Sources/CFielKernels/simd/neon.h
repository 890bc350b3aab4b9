// 128-bit vectors: the operations of `simd/vector.h` that NEON has its own instructions for.

#include <arm_neon.h>

enum {
    LANES = 4,
    TILE_ROWS_F32 = 12, // 24 accumulators, 2 panel vectors and 1 broadcast of the 32 registers
    TILE_ROWS_U8 = 12,
    TILE_ROWS_BLOCKS = 12, // 12 accumulators and 8 vectors of codes
    TILE_ROWS_MIX = 6,     // 24 accumulators and 4 vectors of values
    TILE_QUERIES = 4,      // 16 accumulators, 4 vectors of rows and 4 of queries
    ACTIVATION_OFFSET = 128, // sdot takes signed activations: q − 128 in place of q
};

typedef float vfloat __attribute__((ext_vector_type(4)));
typedef int32_t vint __attribute__((ext_vector_type(4)));

#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define ZIP_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)

#define FIEL_TARGET "dotprod"
#pragma clang attribute push(__attribute__((target(FIEL_TARGET))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

INLINE vfloat load_first(const float *p, size_t count) {
    float x[LANES] = {0};
    __builtin_memcpy(x, p, (count < LANES ? count : LANES) * sizeof *p);
    return (vfloat)vld1q_f32(x);
}

INLINE void store_first(float *p, vfloat x, size_t count) {
    __builtin_memcpy(p, &x, (count < LANES ? count : LANES) * sizeof *p);
}

INLINE void store_bytes_first(uint8_t *p, vint x, size_t count) {
    typedef uint8_t vbytes __attribute__((ext_vector_type(4)));
    const vbytes bytes = __builtin_convertvector(x, vbytes);
    __builtin_memcpy(p, &bytes, count < LANES ? count : LANES);
}

INLINE vfloat load_half_first(const uint16_t *p, size_t count) {
    uint16_t half[LANES] = {0};
    __builtin_memcpy(half, p, (count < LANES ? count : LANES) * sizeof *p);
    return (vfloat)vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(half)));
}

/// Adds to each lane the product of its four bytes of a, less 128 each, and its four signed bytes of w.
INLINE vint dot_bytes(vint sum, vint a, vint w) {
    const vint centred = a ^ (vint)(int32_t)0x80808080;
    return (vint)vdotq_s32((int32x4_t)sum, (int8x16_t)centred, (int8x16_t)w);
}

/// Adds to each lane the product of its four unsigned codes and its four signed bytes of x.
///
/// sdot takes signed codes: where codes are `wide` their highest bit is multiplied by itself.
INLINE vint dot_codes(const bool wide, vint sum, vint codes, vint x) {
    const vint low = wide ? codes & (vint)0x7f7f7f7f : codes;
    sum = (vint)vdotq_s32((int32x4_t)sum, (int8x16_t)low, (int8x16_t)x);
    if (!wide) return sum;
    const vint high = codes >> 7 & (vint)0x01010101;
    return sum + ((vint)vdotq_s32(vdupq_n_s32(0), (int8x16_t)high, (int8x16_t)x) << 7);
}

/// Adds to each lane the product of its four signed bytes of a and of x.
INLINE vint dot_signed(vint sum, vint a, vint x) {
    return (vint)vdotq_s32((int32x4_t)sum, (int8x16_t)a, (int8x16_t)x);
}

/// The nearest half-precision number, kept finite.
INLINE uint16_t narrow(float x) {
    const float16x4_t half = vcvt_f16_f32(vdupq_n_f32(x > 65504.0f ? 65504.0f : x < -65504.0f ? -65504.0f : x));
    return vget_lane_u16(vreinterpret_u16_f16(half), 0);
}
