// The vector kernels, written once over vectors of W floats. kernels_avx512.c, kernels_avx2.c and kernels_neon.c define
//
//   W            floats in a vector
//   ROWS         rows of the product that are kept in registers, at most 12, beside PANEL columns
//   dot_sum      the accumulator of W int8 dot products; DOT_ZERO a zero one
//   dot_add      adds the products of four activations with four weights each of W columns
//   dot_value    the W sums
//   DOT_SHIFT    how much less than given the activations are in these sums
//   widen_halves W IEEE halves to floats
//
// and include this file. Every lane of a vector, the ones of a partly filled one too, goes through the same operations,
// and every sum runs in one order, so a value does not depend on where in a matrix it stands.

#include "kernel_set.h"

#include <float.h>
#include <string.h>

typedef float vf __attribute__((vector_size(4 * W), aligned(4)));
typedef int32_t vi __attribute__((vector_size(4 * W), aligned(4)));
typedef uint8_t vb __attribute__((vector_size(W), aligned(1)));

#define PANEL (2 * W)
#define INLINE static inline __attribute__((always_inline))

// MARK: Vectors

INLINE vf splat(float x) { return x - (vf){0}; }

INLINE vf load(const float *x) { return *(const vf *)x; }

/// The first `count` floats and zeros after them.
INLINE vf load_part(const float *x, size_t count) {
    vf v = {0};
    memcpy(&v, x, 4 * count);
    return v;
}

INLINE void store(float *x, vf v) { *(vf *)x = v; }

INLINE void store_part(float *x, vf v, size_t count) { memcpy(x, &v, 4 * count); }

INLINE vf fma(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }

/// a where the mask has all bits, b where it has none.
INLINE vf choose(vi mask, vf a, vf b) { return (vf)((mask & (vi)a) | (~mask & (vi)b)); }

/// b where one of the two is NaN.
INLINE vf larger(vf a, vf b) { return choose(a > b, a, b); }

/// b where one of the two is NaN.
INLINE vf smaller(vf a, vf b) { return choose(a < b, a, b); }

/// Sums the lanes pairwise: i with i + W/2, and so on.
INLINE float sum_lanes(vf v) {
    float lanes[W];
    memcpy(lanes, &v, sizeof lanes);
    for (int width = W / 2; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
    }
    return lanes[0];
}

INLINE float largest_lane(vf v) {
    float largest = v[0];
    for (int i = 1; i < W; i++) largest = v[i] > largest ? v[i] : largest;
    return largest;
}

// MARK: Functions

/// e^x for x ≤ 0, relative error below 2e-7; 0 below -87. (Cody and Waite's reduction, then a polynomial.)
INLINE vf exponential(vf x) {
    vf kept = larger(x, splat(-87));
    vf n = __builtin_elementwise_roundeven(kept * splat(1.44269504f));
    vf r = fma(n, splat(-0.693359375f), kept);
    r = fma(n, splat(2.12194440e-4f), r);
    vf p = splat(1.0f / 5040);
    p = fma(p, r, splat(1.0f / 720));
    p = fma(p, r, splat(1.0f / 120));
    p = fma(p, r, splat(1.0f / 24));
    p = fma(p, r, splat(1.0f / 6));
    p = fma(p, r, splat(0.5f));
    p = fma(p, r, splat(1));
    p = fma(p, r, splat(1));
    vi power = (__builtin_convertvector(n, vi) + 127) << 23;
    vf value = p * (vf)power;
    return choose(x < splat(-87), splat(0), value);
}

/// x/2 (1 + erf(x/√2)). The coefficients are those that benchmarks/kernels/fit_erf.py prints.
INLINE vf gelu_vector(vf x) {
    vf y = smaller(larger(x * splat(0.70710678f), splat(-4)), splat(4));
    vf u = y * y;
    vf p = splat(-1.365427682e-08f);
    p = fma(p, u, splat(4.775253274e-06f));
    p = fma(p, u, splat(3.826422617e-04f));
    p = fma(p, u, splat(3.846493084e-03f));
    p = fma(p, u, splat(5.435312912e-02f));
    p = fma(p, u, splat(1.848963946e-01f));
    p = fma(p, u, splat(1.128379226f));
    vf q = splat(6.395835226e-05f);
    q = fma(q, u, splat(1.310911844e-03f));
    q = fma(q, u, splat(1.546749752e-02f));
    q = fma(q, u, splat(1.138995141e-01f));
    q = fma(q, u, splat(4.971936941e-01f));
    q = fma(q, u, splat(1));
    vf half = splat(0.5f) * x;
    return fma(half, y * p / q, half);
}

// MARK: Matrix products

/// What becomes of a product before it is stored.
typedef struct epilogue {
    const float *bias;
    fiel_activation activation;
    const float *residual;
    size_t ldr;
    float *out;
    size_t ldo;
} epilogue;

/// Finishes W columns of a row, of which `count` exist.
INLINE void finish(vf value, const epilogue *e, size_t row, size_t column, size_t count) {
    bool whole = count >= W;
    if (e->bias) value += whole ? load(e->bias + column) : load_part(e->bias + column, count);
    if (e->activation == fiel_activation_gelu) value = gelu_vector(value);
    if (e->residual) {
        const float *residual = e->residual + row * e->ldr + column;
        value += whole ? load(residual) : load_part(residual, count);
    }
    float *out = e->out + row * e->ldo + column;
    if (whole) {
        store(out, value);
    } else {
        store_part(out, value, count);
    }
}

/// The columns from `column` on that a vector of a panel really has.
INLINE size_t columns_left(size_t n, size_t column) { return column < n ? n - column : 0; }

/// `rows` (a constant) rows by one panel.
INLINE void tile_f32(const int rows, size_t row, size_t column, size_t n, size_t k, const float *a, size_t lda,
                     const float *panel, const epilogue *e) {
    vf sums[ROWS][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = splat(0);
    for (size_t i = 0; i < k; i++) {
        vf w0 = load(panel + i * PANEL), w1 = load(panel + i * PANEL + W);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            vf x = splat(a[(row + (size_t)r) * lda + i]);
            sums[r][0] = fma(x, w0, sums[r][0]);
            sums[r][1] = fma(x, w1, sums[r][1]);
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        for (size_t half = 0; half < 2; half++) {
            size_t count = columns_left(n, column + half * W);
            if (count > 0) finish(sums[r][half], e, row + (size_t)r, column + half * W, count);
        }
    }
}

/// Runs `tile(rows, row)` over m rows: whole tiles, then what is left in parts of 8, 4, 2 and 1.
#define FOR_EACH_TILE(m, tile)                                                                                         \
    do {                                                                                                               \
        size_t row = 0;                                                                                                \
        for (; row + ROWS <= (m); row += ROWS) tile(ROWS, row);                                                        \
        if (ROWS > 8 && (m) - row >= 8) { tile((ROWS > 8 ? 8 : 1), row); row += 8; }                                   \
        if (ROWS > 4 && (m) - row >= 4) { tile((ROWS > 4 ? 4 : 1), row); row += 4; }                                   \
        if (ROWS > 2 && (m) - row >= 2) { tile((ROWS > 2 ? 2 : 1), row); row += 2; }                                   \
        for (; row < (m); row++) tile(1, row);                                                                         \
    } while (0)

INLINE void product_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed,
                        const epilogue *e) {
    for (size_t column = 0; column < n; column += PANEL) {
        const float *panel = packed + column * k;
#define TILE(rows, row) tile_f32(rows, row, column, n, k, a, lda, panel, e)
        FOR_EACH_TILE(m, TILE);
#undef TILE
    }
}

static void gemm_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias,
                     fiel_activation activation, const float *residual, size_t ldr, float *out, size_t ldo) {
    epilogue e = {bias, activation, residual, ldr, out, ldo};
    product_f32(m, n, k, a, lda, packed, &e);
}

/// What makes f32 of int8 sums.
typedef struct int8_scales {
    const float *scale;
    const int32_t *zero;
    const float *wscale;
    const int32_t *sums;
} int8_scales;

/// The last 1 to 3 activations of a row, and zeros.
INLINE uint32_t last_activations(const uint8_t *q, size_t count) {
    uint32_t four = 0;
    for (size_t i = 0; i < count; i++) four |= (uint32_t)q[i] << (8 * i);
    return four;
}

INLINE uint32_t four_activations(const uint8_t *q) {
    uint32_t four;
    memcpy(&four, q, 4);
    return four;
}

/// `rows` (a constant) rows by one panel.
INLINE void tile_u8s8(const int rows, size_t row, size_t column, size_t n, size_t k, const uint8_t *q, size_t ldq,
                      const int8_t *panel, const int8_scales *s, const epilogue *e) {
    dot_sum sums[ROWS][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = DOT_ZERO;
    const uint8_t *start = q + row * ldq;
    size_t whole = k / 4 * 4;
    for (size_t i = 0; i < whole; i += 4, panel += 4 * PANEL) {
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            uint32_t x = four_activations(start + (size_t)r * ldq + i);
            sums[r][0] = dot_add(sums[r][0], x, panel);
            sums[r][1] = dot_add(sums[r][1], x, panel + 4 * W);
        }
    }
    if (whole < k) {
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            uint32_t x = last_activations(start + (size_t)r * ldq + whole, k - whole);
            sums[r][0] = dot_add(sums[r][0], x, panel);
            sums[r][1] = dot_add(sums[r][1], x, panel + 4 * W);
        }
    }
    for (size_t half = 0; half < 2; half++) {
        size_t first = column + half * W, count = columns_left(n, first);
        if (count == 0) continue;
        size_t bytes = 4 * (count < W ? count : W);
        vi wsums = {0};
        vf wscale = {0};
        memcpy(&wsums, s->sums + first, bytes);
        memcpy(&wscale, s->wscale + first, bytes);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            vi exact = dot_value(sums[r][half]) - (s->zero[row + (size_t)r] - DOT_SHIFT) * wsums;
            vf value = __builtin_convertvector(exact, vf) * splat(s->scale[row + (size_t)r]) * wscale;
            finish(value, e, row + (size_t)r, first, count);
        }
    }
}

static void gemm_u8s8(size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                      const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                      const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                      size_t ldo) {
    epilogue e = {bias, activation, residual, ldr, out, ldo};
    int8_scales s = {scale, zero, wscale, sums};
    for (size_t column = 0; column < n; column += PANEL) {
        const int8_t *panel = packed + column * fiel_padded(k, 4);
#define TILE(rows, row) tile_u8s8(rows, row, column, n, k, q, ldq, panel, &s, &e)
        FOR_EACH_TILE(m, TILE);
#undef TILE
    }
}

// MARK: Rows

/// The values of a row to quantise, W of them or what is left.
INLINE vf scaled_part(const float *x, const float *factor, size_t count) {
    bool whole = count >= W;
    vf v = whole ? load(x) : load_part(x, count);
    if (factor) v *= whole ? load(factor) : load_part(factor, count);
    return v;
}

static void quantize_u8(size_t m, size_t k, const float *x, size_t ldx, const float *factor, uint8_t *q, size_t ldq,
                        float *scale, int32_t *zero) {
    for (size_t row = 0; row < m; row++) {
        const float *values = x + row * ldx;
        vf lows = {0}, highs = {0};
        for (size_t i = 0; i < k; i += W) {
            vf v = scaled_part(values + i, factor ? factor + i : NULL, k - i);
            lows = smaller(v, lows);
            highs = larger(v, highs);
        }
        float width = (largest_lane(highs) + largest_lane(-lows)) / 255;
        float inverse = width > FLT_MIN && width <= FLT_MAX ? 1 / width : 0;
        float offset = __builtin_roundevenf(largest_lane(-lows) * inverse);
        scale[row] = inverse > 0 ? width : 0;
        zero[row] = inverse > 0 ? (int32_t)offset : 0;
        uint8_t *codes = q + row * ldq;
        if (!(inverse > 0)) {
            memset(codes, 0, k);
            continue;
        }
        for (size_t i = 0; i < k; i += W) {
            vf v = scaled_part(values + i, factor ? factor + i : NULL, k - i);
            vf code = __builtin_elementwise_roundeven(v * splat(inverse)) + splat(offset);
            code = smaller(larger(code, splat(0)), splat(255)); // NaN becomes 0
            vb bytes = __builtin_convertvector(__builtin_convertvector(code, vi), vb);
            memcpy(codes + i, &bytes, k - i < W ? k - i : W);
        }
    }
}

static float dot_f32(size_t n, const float *x, const float *y) {
    vf sum = {0};
    size_t i = 0;
    for (; i + W <= n; i += W) sum = fma(load(x + i), load(y + i), sum);
    if (i < n) sum = fma(load_part(x + i, n - i), load_part(y + i, n - i), sum);
    return sum_lanes(sum);
}

static void gelu(size_t n, float *x) {
    size_t i = 0;
    for (; i + W <= n; i += W) store(x + i, gelu_vector(load(x + i)));
    if (i < n) store_part(x + i, gelu_vector(load_part(x + i, n - i)), n - i);
}

/// softmax(scale · x) in place.
INLINE void softmax_row(size_t n, float scale, float *x) {
    vf highs = splat(-FLT_MAX);
    size_t i = 0;
    for (; i + W <= n; i += W) highs = larger(load(x + i) * splat(scale), highs);
    float largest = largest_lane(highs);
    for (size_t j = i; j < n; j++) largest = x[j] * scale > largest ? x[j] * scale : largest;
    vf sums = {0};
    for (i = 0; i + W <= n; i += W) {
        vf power = exponential(load(x + i) * splat(scale) - splat(largest));
        store(x + i, power);
        sums += power;
    }
    if (i < n) {
        vf power = exponential(load_part(x + i, n - i) * splat(scale) - splat(largest));
        store_part(x + i, power, n - i);
        sums += load_part(x + i, n - i);
    }
    vf sum = splat(sum_lanes(sums));
    for (i = 0; i + W <= n; i += W) store(x + i, load(x + i) / sum);
    if (i < n) store_part(x + i, load_part(x + i, n - i) / sum, n - i);
}

static void softmax(size_t n, float *x) { softmax_row(n, 1, x); }

static void layer_norm(size_t m, size_t n, const float *x, size_t ldx, const float *weight, const float *bias,
                       float epsilon, float *out, size_t ldo) {
    size_t whole = n / W * W, left = n - whole;
    for (size_t row = 0; row < m; row++) {
        const float *values = x + row * ldx;
        float *results = out + row * ldo;
        vf sums = {0};
        for (size_t i = 0; i < whole; i += W) sums += load(values + i);
        if (left) sums += load_part(values + whole, left);
        vf mean = splat(sum_lanes(sums) / (float)n);
        vf squares = {0};
        for (size_t i = 0; i < whole; i += W) {
            vf d = load(values + i) - mean;
            squares = fma(d, d, squares);
        }
        if (left) {
            vf d = load_part(values + whole, left) - mean;
            vf kept = {0};
            memcpy(&kept, &d, 4 * left);
            squares = fma(kept, kept, squares);
        }
        vf inverse = splat(1 / __builtin_sqrtf(sum_lanes(squares) / (float)n + epsilon));
        for (size_t i = 0; i < whole; i += W) {
            store(results + i, fma((load(values + i) - mean) * inverse, load(weight + i), load(bias + i)));
        }
        if (left) {
            vf normal = (load_part(values + whole, left) - mean) * inverse;
            store_part(results + whole, fma(normal, load_part(weight + whole, left), load_part(bias + whole, left)), left);
        }
    }
}

// MARK: Attention

/// Keys as the panels of a weight matrix [length, head], so that q kᵀ is a matrix product.
INLINE void pack_keys(size_t length, size_t head, const float *k, size_t ld, float *packed) {
    for (size_t start = 0; start < length; start += PANEL) {
        float *panel = packed + start * head;
        size_t count = length - start < PANEL ? length - start : PANEL;
        for (size_t key = 0; key < PANEL; key++) {
            for (size_t i = 0; i < head; i++) {
                panel[i * PANEL + key] = key < count ? k[(start + key) * ld + i] : 0;
            }
        }
    }
}

/// Values as the panels of a weight matrix [head, length].
INLINE void pack_values(size_t length, size_t head, const float *v, size_t ld, float *packed) {
    for (size_t start = 0; start < head; start += PANEL) {
        size_t count = head - start < PANEL ? head - start : PANEL;
        for (size_t key = 0; key < length; key++) {
            float *row = packed + start * length + key * PANEL;
            memcpy(row, v + key * ld + start, 4 * count);
            memset(row + count, 0, 4 * (PANEL - count));
        }
    }
}

static void attention(size_t length, size_t head, float scale, const float *q, const float *k, const float *v,
                      size_t ld, float *scratch, float *out, size_t ldo) {
    size_t padded = fiel_padded(length, PANEL);
    float *keys = scratch;
    float *values = keys + padded * head;
    float *weights = values + length * fiel_padded(head, PANEL);
    pack_keys(length, head, k, ld, keys);
    pack_values(length, head, v, ld, values);
    for (size_t start = 0; start < length; start += FIEL_ATTENTION_ROWS) {
        size_t rows = length - start < FIEL_ATTENTION_ROWS ? length - start : FIEL_ATTENTION_ROWS;
        epilogue scores = {NULL, fiel_activation_none, NULL, 0, weights, padded};
        product_f32(rows, length, head, q + start * ld, ld, keys, &scores);
        for (size_t row = 0; row < rows; row++) softmax_row(length, scale, weights + row * padded);
        epilogue mixed = {NULL, fiel_activation_none, NULL, 0, out + start * ldo, ldo};
        product_f32(rows, head, length, weights, padded, values, &mixed);
    }
}

static void widen_f16(size_t n, const uint16_t *x, float *out) {
    size_t i = 0;
    for (; i + W <= n; i += W) store(out + i, widen_halves(x + i));
    if (i < n) {
        uint16_t last[W] = {0};
        memcpy(last, x + i, 2 * (n - i));
        store_part(out + i, widen_halves(last), n - i);
    }
}

#define KERNEL_SET {PANEL, gemm_f32, gemm_u8s8, quantize_u8, dot_f32, gelu, softmax, layer_norm, attention, widen_f16}
