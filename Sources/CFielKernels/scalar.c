// The kernels in plain C: the reference that the vector kernels are tested against, and the fallback.

#include "kernels.h"
#include "scalar_decoder.h"
#include "scalar_search.h"

#include <float.h>
#include <math.h>
#include <string.h>

// A product and a sum are rounded once each unless the code says fmaf.
#pragma STDC FP_CONTRACT OFF

static float gelu_of(float x) { return 0.5f * x * (1 + erff(x * 0.70710678f)); }

static float activate(fiel_activation activation, float x) {
    return activation == fiel_activation_gelu ? gelu_of(x) : x;
}

// MARK: Weights: row-major as they come

static size_t packed_count(size_t n, size_t k) { return n * k; }

static void pack_f32(size_t n, size_t k, const float *w, float *packed) {
    if (n * k > 0) memcpy(packed, w, n * k * sizeof *w);
}

static void pack_s8(size_t n, size_t k, const int8_t *w, int8_t *packed, int32_t *sums) {
    for (size_t j = 0; j < n; j++) {
        sums[j] = 0;
        for (size_t p = 0; p < k; p++) {
            packed[j * k + p] = w[j * k + p];
            sums[j] += w[j * k + p];
        }
    }
}

// MARK: Matrix products

static void gemm_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias,
                     fiel_activation activation, const float *residual, size_t ldr, float *out, size_t ldo) {
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            float sum = 0;
            for (size_t p = 0; p < k; p++) sum += a[i * lda + p] * packed[j * k + p];
            const float x = activate(activation, sum + (bias ? bias[j] : 0));
            out[i * ldo + j] = residual ? x + residual[i * ldr + j] : x;
        }
    }
}

static void gemm_u8s8(size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                      const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                      const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                      size_t ldo) {
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            int32_t sum = 0;
            for (size_t p = 0; p < k; p++) sum += q[i * ldq + p] * packed[j * k + p];
            const float product = (float)(sum - zero[i] * sums[j]);
            const float x = activate(activation, fmaf(product, scale[i] * wscale[j], bias ? bias[j] : 0));
            out[i * ldo + j] = residual ? x + residual[i * ldr + j] : x;
        }
    }
}

// MARK: Quantisation

static void quantize_row(size_t k, const float *x, const float *factor, uint8_t *q, float *scale, int32_t *zero) {
#define VALUE(p) (factor ? x[p] * factor[p] : x[p])
    float low = 0, high = 0, poison = 0; // poison turns NaN at the first value that is not finite
    for (size_t p = 0; p < k; p++) {
        const float v = VALUE(p);
        low = v < low ? v : low;
        high = v > high ? v : high;
        poison += v * 0;
    }
    const float step = high / 255 - low / 255; // divided first, as the difference may overflow
    *zero = 0;
    if (!(step >= FLT_MIN) || poison != 0) { // a row of zeros, or one without a finite scale
        *scale = poison != 0 ? NAN : 0;
        if (k > 0) memset(q, 0, k);
        return;
    }
    const float inverse = 1 / step;
    const float origin = fminf(rintf(-low * inverse), 255);
    for (size_t p = 0; p < k; p++) q[p] = (uint8_t)fminf(fmaxf(rintf(VALUE(p) * inverse) + origin, 0), 255);
    *scale = step;
    *zero = (int32_t)origin;
#undef VALUE
}

static void quantize_u8(size_t m, size_t k, const float *x, size_t ldx, const float *factor, uint8_t *q, size_t ldq,
                        float *scale, int32_t *zero) {
    for (size_t i = 0; i < m; i++) quantize_row(k, x + i * ldx, factor, q + i * ldq, scale + i, zero + i);
}

// MARK: Rows

static float dot_f32(size_t n, const float *x, const float *y) {
    float sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
    return sum;
}

static void gelu(size_t n, float *x) {
    for (size_t i = 0; i < n; i++) x[i] = gelu_of(x[i]);
}

static void gelu_gradient(size_t n, const float *x, float *gradient) {
    for (size_t i = 0; i < n; i++) {
        const float below = 0.5f * (1 + erff(x[i] * 0.70710678f)), density = 0.39894228f * expf(-0.5f * x[i] * x[i]);
        gradient[i] *= below + x[i] * density;
    }
}

static void softmax(size_t n, float *x) {
    float highest = -INFINITY, sum = 0;
    for (size_t i = 0; i < n; i++) highest = x[i] > highest ? x[i] : highest;
    for (size_t i = 0; i < n; i++) {
        x[i] = expf(x[i] - highest);
        sum += x[i];
    }
    for (size_t i = 0; i < n; i++) x[i] /= sum;
}

static void layer_norm(size_t m, size_t n, const float *x, size_t ldx, const float *weight, const float *bias,
                       float epsilon, float *out, size_t ldo) {
    for (size_t i = 0; i < m; i++) {
        const float *row = x + i * ldx;
        float sum = 0, squares = 0;
        for (size_t j = 0; j < n; j++) sum += row[j];
        const float mean = sum / (float)n;
        for (size_t j = 0; j < n; j++) squares += (row[j] - mean) * (row[j] - mean);
        const float inverse = 1 / sqrtf(squares / (float)n + epsilon);
        for (size_t j = 0; j < n; j++) out[i * ldo + j] = (row[j] - mean) * inverse * weight[j] + bias[j];
    }
}

// MARK: Attention

static size_t attention_scratch_count(size_t length, size_t head) {
    (void)head;
    return length;
}

static void attention(size_t length, size_t head, float scale, const float *q, const float *k, const float *v,
                      size_t ld, float *scratch, float *out, size_t ldo) {
    for (size_t i = 0; i < length; i++) {
        for (size_t j = 0; j < length; j++) scratch[j] = scale * dot_f32(head, q + i * ld, k + j * ld);
        softmax(length, scratch);
        for (size_t d = 0; d < head; d++) {
            float sum = 0;
            for (size_t j = 0; j < length; j++) sum += scratch[j] * v[j * ld + d];
            out[i * ldo + d] = sum;
        }
    }
}

// MARK: Half precision

float fiel_widened_half(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = (half >> 10) & 0x1f, fraction = half & 0x3ff;
    if (exponent == 0) { // zero or subnormal: fraction · 2^-24
        const float magnitude = (float)fraction * 0x1p-24f;
        return sign ? -magnitude : magnitude;
    }
    const uint32_t quiet = fraction ? 0x400000 : 0; // processors return NaNs as quiet ones
    const uint32_t bits = exponent == 0x1f ? 0x7f800000 | quiet : (exponent + 112) << 23;
    const uint32_t all = sign | bits | fraction << 13;
    float result;
    memcpy(&result, &all, sizeof result);
    return result;
}

static void widen_f16(size_t n, const uint16_t *x, float *out) {
    for (size_t i = 0; i < n; i++) out[i] = fiel_widened_half(x[i]);
}

const struct kernels fiel_kernels_scalar = {
    .packed_f32_count = packed_count,
    .pack_f32 = pack_f32,
    .packed_s8_count = packed_count,
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
    .quantize_s8 = fiel_scalar_quantize_s8,
    .gemm_blocks_s8 = fiel_scalar_gemm_blocks_s8,
    .gemm_blocks_f32 = fiel_scalar_gemm_blocks_f32,
    .rms_norm = fiel_scalar_rms_norm,
    .gate = fiel_scalar_gate,
    .rotate = fiel_scalar_rotate,
    .cache_put = fiel_scalar_cache_put,
    .cache_scores = fiel_scalar_cache_scores,
    .cache_mix = fiel_scalar_cache_mix,
    .exp_sum = fiel_scalar_exp_sum,
    .score_f32 = fiel_scalar_score_f32,
    .score_s8 = fiel_scalar_score_s8,
    .places_above = fiel_scalar_places_above,
};
