// The decoder's kernels in plain C: the reference that the vector kernels are tested against, and the fallback.

#include "blocks.h"
#include "scalar_decoder.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

// A product and a sum are rounded once each unless the code says fmaf.
#pragma STDC FP_CONTRACT OFF

// MARK: Numbers of a panel

static float half_at(const uint8_t *p) {
    uint16_t bits;
    memcpy(&bits, p, sizeof bits);
    return fiel_widened_half(bits);
}

/// How a code of a row becomes a weight.
struct step {
    float scale, minimum;
};

static struct step step_at(fiel_block type, struct panel_parts from, size_t row, size_t column) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    const uint8_t *scale = from.scales + column / fiel_quantum * layout->scale_bytes;
    const uint8_t *super = from.supers + column / 256 * layout->super_bytes;
    if (layout->super_bytes == 0) {
        const float first = half_at(scale + 2 * row);
        return (struct step){first, layout->scale_bytes > 32 ? half_at(scale + 32 + 2 * row) : first * -layout->offset};
    }
    const float whole = half_at(super + 2 * row);
    if (type == fiel_block_q6_k) {
        const float share = whole * (float)(int8_t)scale[column % 32 / 16 * 16 + row];
        return (struct step){share, share * -layout->offset};
    }
    return (struct step){whole * scale[row], -(half_at(super + 32 + 2 * row) * scale[16 + row])};
}

static unsigned code_at(fiel_block type, struct panel_parts from, size_t row, size_t column) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    const uint8_t *codes = from.codes + column / fiel_quantum * layout->code_bytes;
    const size_t group = column % 32 / 4, place = row * 4 + column % 4;
    if (layout->code_bits == 8) return codes[group * 64 + place];
    const unsigned low = codes[group % 4 * 64 + place] >> (group < 4 ? 0 : 4) & 15;
    switch (layout->code_bits) {
    case 5: return low | (codes[256 + place] >> group & 1u) << 4;
    case 6: return low | (codes[256 + group / 4 * 64 + place] >> 2 * (group % 4) & 3u) << 4;
    default: return low;
    }
}

static float weight_at(fiel_block type, size_t k, const void *panel, size_t row, size_t column) {
    const size_t place = column * 16 + row;
    uint32_t bits;
    float x;
    switch (type) {
    case fiel_block_f32: memcpy(&x, (const uint8_t *)panel + 4 * place, sizeof x); return x;
    case fiel_block_f16: return half_at((const uint8_t *)panel + 2 * place);
    case fiel_block_bf16: {
        uint16_t upper;
        memcpy(&upper, (const uint8_t *)panel + 2 * place, sizeof upper);
        bits = (uint32_t)upper << 16;
        memcpy(&x, &bits, sizeof x);
        return x;
    }
    default: {
        const struct panel_parts parts = parts_of_panel(&fiel_panel_layouts[type], k, panel);
        const struct step step = step_at(type, parts, row, column);
        return fmaf(step.scale, (float)code_at(type, parts, row, column), step.minimum);
    }
    }
}

// MARK: Matrix products

static float finished(float sum, size_t i, size_t j, const float *bias, const float *residual, size_t ldr) {
    if (bias) sum += bias[j];
    return residual ? sum + residual[i * ldr + j] : sum;
}

/// The exact sum of products over a range of columns.
static float products(fiel_block type, struct panel_parts from, size_t row, size_t first, size_t count,
                      const int8_t *codes) {
    int32_t sum = 0;
    for (size_t p = first; p < first + count; p++) sum += (int32_t)code_at(type, from, row, p) * codes[p];
    return (float)sum;
}

void fiel_scalar_gemm_blocks_s8(fiel_block type, size_t m, size_t n, size_t k, const int8_t *codes, const float *terms,
                                const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                                size_t ldo) {
    const size_t quanta = k / fiel_quantum, step = fiel_panel_bytes(type, k);
    const size_t parts_of_quantum = type == fiel_block_q6_k ? 2 : 1, width = fiel_quantum / parts_of_quantum;
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            const uint8_t *panel = (const uint8_t *)panels + j / 16 * step;
            const struct panel_parts from = parts_of_panel(&fiel_panel_layouts[type], k, panel);
            float sum = 0;
            for (size_t p = 0; p < k; p += width) {
                const float *term = terms + (i * quanta + p / fiel_quantum) * fiel_quantum_terms;
                const struct step s = step_at(type, from, j % 16, p);
                sum = fmaf(products(type, from, j % 16, p, width, codes + i * k) * term[0], s.scale, sum);
                sum = fmaf(s.minimum, parts_of_quantum == 1 ? term[3] : term[1 + p % 32 / 16], sum);
            }
            out[i * ldo + j] = finished(sum, i, j, bias, residual, ldr);
        }
    }
}

void fiel_scalar_gemm_blocks_f32(fiel_block type, size_t m, size_t n, size_t k, const float *x, size_t ldx,
                                 const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                                 size_t ldo) {
    const size_t step = fiel_panel_bytes(type, k);
    for (size_t j = 0; j < n; j++) {
        const uint8_t *panel = (const uint8_t *)panels + j / 16 * step;
        for (size_t i = 0; i < m; i++) {
            float sum = 0;
            for (size_t p = 0; p < k; p++) sum = fmaf(x[i * ldx + p], weight_at(type, k, panel, j % 16, p), sum);
            out[i * ldo + j] = finished(sum, i, j, bias, residual, ldr);
        }
    }
}

void fiel_scalar_quantize_s8(size_t m, size_t k, const float *x, size_t ldx, int8_t *codes, float *terms) {
    for (size_t i = 0; i < m; i++) {
        for (size_t q = 0; q < k / fiel_quantum; q++, codes += fiel_quantum, terms += fiel_quantum_terms) {
            const float *v = x + i * ldx + q * fiel_quantum;
            float largest = 0;
            bool finite = true;
            for (size_t p = 0; p < fiel_quantum; p++) {
                finite = finite && isfinite(v[p]);
                largest = fmaxf(largest, fabsf(v[p]));
            }
            const float scale = largest / 127 >= FLT_MIN ? largest / 127 : 0;
            int32_t sums[2] = {0, 0};
            for (size_t p = 0; p < fiel_quantum; p++) {
                const float rounded = finite && scale > 0 ? rintf(v[p] * (1 / scale)) : 0;
                codes[p] = (int8_t)fminf(127, fmaxf(-127, rounded));
                sums[p / 16] += codes[p];
            }
            terms[0] = finite ? scale : NAN;
            terms[1] = terms[0] * (float)sums[0];
            terms[2] = terms[0] * (float)sums[1];
            terms[3] = terms[0] * (float)(sums[0] + sums[1]);
        }
    }
}

// MARK: Rows

void fiel_scalar_rms_norm(size_t m, size_t n, const float *x, size_t ldx, const float *weight, float epsilon, float *out,
                          size_t ldo) {
    for (size_t i = 0; i < m; i++) {
        float squares = 0;
        for (size_t j = 0; j < n; j++) squares += x[i * ldx + j] * x[i * ldx + j];
        const float inverse = 1 / sqrtf(squares / (float)n + epsilon);
        for (size_t j = 0; j < n; j++) out[i * ldo + j] = x[i * ldx + j] * inverse * weight[j];
    }
}

void fiel_scalar_gate(fiel_gate_kind kind, size_t n, const float *gate, float *up) {
    for (size_t i = 0; i < n; i++) {
        const float x = gate[i];
        const float passed = kind == fiel_gate_silu ? x / (1 + expf(-x))
                                                    : x / 2 * (1 + tanhf(0.79788456f * (x + 0.044715f * x * x * x)));
        up[i] *= passed;
    }
}

void fiel_scalar_rotate(size_t half, const float *cosine, const float *sine, float *x) {
    for (size_t i = 0; i < half; i++) {
        const float first = x[i], second = x[half + i];
        x[i] = first * cosine[i] - second * sine[i];
        x[half + i] = second * cosine[i] + first * sine[i];
    }
}

// MARK: The cache of keys and values

/// Rounds half to even, as processors do.
static uint16_t narrowed(float x) {
    uint32_t bits;
    x = fminf(65504.0f, fmaxf(-65504.0f, x));
    memcpy(&bits, &x, sizeof bits);
    const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    const float magnitude = fabsf(x);
    if (magnitude < 0x1p-14f) return sign | (uint16_t)rintf(magnitude * 0x1p24f);
    const uint32_t rest = (bits & 0x7fffffff) - (112u << 23);
    return sign | (uint16_t)((rest + 0xfff + (rest >> 13 & 1)) >> 13);
}

static size_t value_step(size_t head) { return (head + 15) / 16 * 16; }

static void put(fiel_cache kind, void *cache, size_t index, float x) {
    if (kind == fiel_cache_f32) {
        ((float *)cache)[index] = x;
    } else {
        ((uint16_t *)cache)[index] = narrowed(x);
    }
}

static float cached(fiel_cache kind, const void *cache, size_t index) {
    return kind == fiel_cache_f32 ? ((const float *)cache)[index] : fiel_widened_half(((const uint16_t *)cache)[index]);
}

void fiel_scalar_cache_put(fiel_cache kind, size_t head, size_t place, const float *key, const float *value, void *keys,
                           void *values) {
    for (size_t d = 0; d < head; d++) {
        put(kind, keys, place / 16 * 16 * head + 16 * d + place % 16, key[d]);
        put(kind, values, place * value_step(head) + d, value[d]);
    }
}

void fiel_scalar_cache_scores(fiel_cache kind, size_t m, size_t head, size_t places, float scale, const float *q,
                              size_t ldq, const void *keys, float *scores, size_t lds) {
    for (size_t i = 0; i < m; i++) {
        for (size_t place = 0; place < (places + 15) / 16 * 16; place++) {
            float sum = 0;
            for (size_t d = 0; d < head; d++) {
                sum = fmaf(q[i * ldq + d], cached(kind, keys, place / 16 * 16 * head + 16 * d + place % 16), sum);
            }
            scores[i * lds + place] = sum * scale;
        }
    }
}

void fiel_scalar_cache_mix(fiel_cache kind, size_t m, size_t head, size_t places, const float *scores, size_t lds,
                           const void *values, bool add, float *out, size_t ldo) {
    for (size_t i = 0; i < m; i++) {
        for (size_t d = 0; d < head; d++) {
            float sum = add ? out[i * ldo + d] : 0;
            for (size_t place = 0; place < places; place++) {
                sum = fmaf(scores[i * lds + place], cached(kind, values, place * value_step(head) + d), sum);
            }
            out[i * ldo + d] = sum;
        }
    }
}

// MARK: Distributions

double fiel_scalar_exp_sum(size_t n, const float *x, double *highest, double *out) {
    float greatest = -INFINITY;
    double sum = 0;
    for (size_t i = 0; i < n; i++) greatest = x[i] > greatest ? x[i] : greatest;
    for (size_t i = 0; i < n; i++) {
        const double difference = (double)x[i] - greatest, term = difference < -708 ? 0 : exp(difference);
        if (out) out[i] = term;
        sum += term;
    }
    *highest = greatest;
    return sum;
}
