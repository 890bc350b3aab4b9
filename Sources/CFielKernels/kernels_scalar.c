// The reference: every kernel in plain C, as its definition reads. The vector kernels are tested against it, and it runs
// on processors that have none of their instruction sets.

#include "kernel_set.h"

#include <float.h>
#include <math.h>
#include <string.h>

static float activated(float x, fiel_activation activation) {
    return activation == fiel_activation_gelu ? 0.5f * x * (1 + erff(x * 0.70710678f)) : x;
}

static void gemm_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias,
                     fiel_activation activation, const float *residual, size_t ldr, float *out, size_t ldo) {
    for (size_t row = 0; row < m; row++) {
        for (size_t column = 0; column < n; column++) {
            float sum = 0;
            for (size_t i = 0; i < k; i++) sum += a[row * lda + i] * packed[column * k + i];
            float value = activated(sum + (bias ? bias[column] : 0), activation);
            out[row * ldo + column] = value + (residual ? residual[row * ldr + column] : 0);
        }
    }
}

static void gemm_u8s8(size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                      const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                      const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                      size_t ldo) {
    for (size_t row = 0; row < m; row++) {
        for (size_t column = 0; column < n; column++) {
            int32_t sum = 0;
            for (size_t i = 0; i < k; i++) sum += q[row * ldq + i] * packed[column * fiel_padded(k, 4) + i];
            float product = (float)(sum - zero[row] * sums[column]) * scale[row] * wscale[column];
            float value = activated(product + (bias ? bias[column] : 0), activation);
            out[row * ldo + column] = value + (residual ? residual[row * ldr + column] : 0);
        }
    }
}

static void quantize_u8(size_t m, size_t k, const float *x, size_t ldx, const float *factor, uint8_t *q, size_t ldq,
                        float *scale, int32_t *zero) {
    for (size_t row = 0; row < m; row++) {
        const float *values = x + row * ldx;
        float low = 0, high = 0;
        for (size_t i = 0; i < k; i++) {
            float value = factor ? values[i] * factor[i] : values[i];
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        float width = (high - low) / 255;
        float inverse = width > FLT_MIN && width <= FLT_MAX ? 1 / width : 0;
        float offset = rintf(-low * inverse);
        scale[row] = inverse > 0 ? width : 0;
        zero[row] = inverse > 0 ? (int32_t)offset : 0;
        for (size_t i = 0; i < k; i++) {
            float value = factor ? values[i] * factor[i] : values[i];
            float code = rintf(value * inverse) + offset;
            code = code > 0 ? code : 0; // NaN becomes 0
            q[row * ldq + i] = inverse > 0 ? (uint8_t)(code < 255 ? code : 255) : 0;
        }
    }
}

static float dot_f32(size_t n, const float *x, const float *y) {
    float sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
    return sum;
}

static void gelu(size_t n, float *x) {
    for (size_t i = 0; i < n; i++) x[i] = activated(x[i], fiel_activation_gelu);
}

static void softmax(size_t n, float *x) {
    float largest = x[0], sum = 0;
    for (size_t i = 1; i < n; i++) largest = x[i] > largest ? x[i] : largest;
    for (size_t i = 0; i < n; i++) sum += x[i] = expf(x[i] - largest);
    for (size_t i = 0; i < n; i++) x[i] /= sum;
}

static void layer_norm(size_t m, size_t n, const float *x, size_t ldx, const float *weight, const float *bias,
                       float epsilon, float *out, size_t ldo) {
    for (size_t row = 0; row < m; row++) {
        const float *values = x + row * ldx;
        float sum = 0, squares = 0;
        for (size_t i = 0; i < n; i++) sum += values[i];
        float mean = sum / (float)n;
        for (size_t i = 0; i < n; i++) squares += (values[i] - mean) * (values[i] - mean);
        float inverse = 1 / sqrtf(squares / (float)n + epsilon);
        for (size_t i = 0; i < n; i++) out[row * ldo + i] = (values[i] - mean) * inverse * weight[i] + bias[i];
    }
}

static void attention(size_t length, size_t head, float scale, const float *q, const float *k, const float *v,
                      size_t ld, float *scratch, float *out, size_t ldo) {
    for (size_t query = 0; query < length; query++) {
        float *weights = scratch;
        for (size_t key = 0; key < length; key++) weights[key] = scale * dot_f32(head, q + query * ld, k + key * ld);
        softmax(length, weights);
        for (size_t i = 0; i < head; i++) {
            float sum = 0;
            for (size_t key = 0; key < length; key++) sum += weights[key] * v[key * ld + i];
            out[query * ldo + i] = sum;
        }
    }
}

static void widen_f16(size_t n, const uint16_t *x, float *out) {
    for (size_t i = 0; i < n; i++) {
        uint32_t sign = (uint32_t)(x[i] & 0x8000) << 16, exponent = x[i] >> 10 & 31, fraction = x[i] & 1023;
        uint32_t bits;
        if (exponent == 31) { // infinity or NaN; a NaN becomes quiet
            bits = sign | 0x7F800000u | fraction << 13 | (fraction ? 0x400000u : 0);
        } else if (exponent > 0) {
            bits = sign | (exponent + 112) << 23 | fraction << 13;
        } else {
            float value = (float)fraction * 0x1p-24f; // exact: zero or subnormal
            memcpy(&bits, &value, sizeof bits);
            bits |= sign;
        }
        memcpy(out + i, &bits, sizeof bits);
    }
}

const fiel_kernel_set fiel_kernels_scalar = {1,       gemm_f32, gemm_u8s8,  quantize_u8, dot_f32,
                                             gelu,    softmax,  layer_norm, attention,   widen_f16};
