// The steps of a decoder between its matrix products.

// MARK: Rows

static void rms_norm(size_t m, size_t n, const float *x, size_t ldx, const float *weight, float epsilon, float *out,
                     size_t ldo) {
    for (size_t i = 0; i < m; i++, x += ldx, out += ldo) {
        vfloat squares = (vfloat)0.0f;
        for (size_t j = 0; j < n; j += LANES) {
            const vfloat v = load_first(x + j, n - j);
            squares = multiply_add(v, v, squares);
        }
        const vfloat inverse = (vfloat)(1 / __builtin_sqrtf(sum_of_lanes(squares) / (float)n + epsilon));
        for (size_t j = 0; j < n; j += LANES) {
            store_first(out + j, load_first(x + j, n - j) * inverse * load_first(weight + j, n - j), n - j);
        }
    }
}

/// 1 / (1 + e⁻ˣ), from the exponential of −|x| so that nothing overflows.
INLINE vfloat sigmoid_of(vfloat x) {
    const vfloat e = exp_negative(x > 0.0f ? -x : x), inverse = 1.0f / (1.0f + e);
    return x > 0.0f ? inverse : e * inverse;
}

/// x/2 (1 + tanh u) = x · sigmoid(2u).
INLINE vfloat gelu_tanh_of(vfloat x) {
    const vfloat u = 1.5957691f * multiply_add(x * x * x, (vfloat)0.044715f, x);
    return x * sigmoid_of(u);
}

static void gate(fiel_gate_kind kind, size_t n, const float *gate, float *up) {
    for (size_t i = 0; i < n; i += LANES) {
        const vfloat x = load_first(gate + i, n - i);
        const vfloat passed = kind == fiel_gate_silu ? x * sigmoid_of(x) : gelu_tanh_of(x);
        store_first(up + i, passed * load_first(up + i, n - i), n - i);
    }
}

static void rotate(size_t half, const float *cosine, const float *sine, float *x) {
    for (size_t i = 0; i < half; i += LANES) {
        const size_t count = half - i;
        const vfloat first = load_first(x + i, count), second = load_first(x + half + i, count);
        const vfloat c = load_first(cosine + i, count), s = load_first(sine + i, count);
        store_first(x + i, first * c - second * s, count);
        store_first(x + half + i, second * c + first * s, count);
    }
}

// MARK: Keys [places / 16][head][16] and values [places][head to a multiple of 16]

static size_t value_step(size_t head) { return (head + 15) / 16 * 16; }

static void cache_put(fiel_cache kind, size_t head, size_t place, const float *key, const float *value, void *keys,
                      void *values) {
    const size_t first_key = place / 16 * 16 * head + place % 16, first_value = place * value_step(head);
    if (kind == fiel_cache_f32) {
        for (size_t d = 0; d < head; d++) ((float *)keys)[first_key + 16 * d] = key[d];
        __builtin_memcpy((float *)values + first_value, value, head * sizeof *value);
        return;
    }
    for (size_t d = 0; d < head; d++) ((uint16_t *)keys)[first_key + 16 * d] = narrow(key[d]);
    for (size_t d = 0; d < head; d++) ((uint16_t *)values)[first_value + d] = narrow(value[d]);
}

/// LANES numbers of a cache from an index on.
INLINE vfloat load_cached(const fiel_cache kind, const void *cache, size_t index) {
    return kind == fiel_cache_f32 ? load((const float *)cache + index)
                                  : load_half_first((const uint16_t *)cache + index, LANES);
}

/// Scores of a few queries for one vector of places.
INLINE void score_tile(const fiel_cache kind, const size_t rows, size_t head, float scale, const float *q, size_t ldq,
                       const void *keys, size_t first, float *scores, size_t lds) {
    vfloat sum[TILE_ROWS_BLOCKS];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) sum[r] = (vfloat)0.0f;
    for (size_t d = 0; d < head; d++) {
        const vfloat key = load_cached(kind, keys, first + 16 * d);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) sum[r] = multiply_add((vfloat)q[r * ldq + d], key, sum[r]);
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) store(scores + r * lds, sum[r] * scale);
}

static void cache_scores(fiel_cache kind, size_t m, size_t head, size_t places, float scale, const float *q, size_t ldq,
                         const void *keys, float *scores, size_t lds) {
    for (size_t i = 0, rows; i < m; i += rows) {
        rows = next_tile(m - i, TILE_ROWS_BLOCKS);
        for (size_t place = 0; place < places; place += LANES) {
            const size_t first = place / 16 * 16 * head + place % 16;
            const float *from = q + i * ldq;
            float *to = scores + i * lds + place;
            switch (rows * 2 + kind) {
#define TILE(r) \
    case r * 2: score_tile(fiel_cache_f32, r, head, scale, from, ldq, keys, first, to, lds); break; \
    case r * 2 + 1: score_tile(fiel_cache_f16, r, head, scale, from, ldq, keys, first, to, lds); break;
                EACH_TILE_BLOCKS(TILE)
#undef TILE
            }
        }
    }
}

/// The mix of a few queries for `vectors` (1 or 4) vectors of the head from d on.
INLINE void mix_tile(const fiel_cache kind, const size_t rows, const size_t vectors, size_t head, size_t d,
                     size_t places, const float *scores, size_t lds, const void *values, bool add, float *out,
                     size_t ldo) {
    vfloat sum[TILE_ROWS_MIX][4];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++) {
            sum[r][v] = add ? load_first(out + r * ldo + d + v * LANES, head - d - v * LANES) : (vfloat)0.0f;
        }
    }
    size_t index = d;
    for (size_t place = 0; place < places; place++, index += value_step(head)) {
        vfloat value[4];
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++) value[v] = load_cached(kind, values, index + v * LANES);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            const vfloat weight = (vfloat)scores[r * lds + place];
#pragma clang loop unroll(full)
            for (size_t v = 0; v < vectors; v++) sum[r][v] = multiply_add(weight, value[v], sum[r][v]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++) {
            store_first(out + r * ldo + d + v * LANES, sum[r][v], head - d - v * LANES);
        }
    }
}

static void cache_mix(fiel_cache kind, size_t m, size_t head, size_t places, const float *scores, size_t lds,
                      const void *values, bool add, float *out, size_t ldo) {
    for (size_t i = 0, rows; i < m; i += rows) {
        rows = next_tile(m - i, TILE_ROWS_MIX);
        for (size_t d = 0, wide; d < head; d += wide) {
            wide = head - d >= 4 * LANES ? 4 * LANES : LANES;
            const float *from = scores + i * lds;
            float *to = out + i * ldo;
            switch (rows * 4 + kind * 2 + (wide > LANES)) {
#define TILE(r) \
    case r * 4: mix_tile(fiel_cache_f32, r, 1, head, d, places, from, lds, values, add, to, ldo); break; \
    case r * 4 + 1: mix_tile(fiel_cache_f32, r, 4, head, d, places, from, lds, values, add, to, ldo); break; \
    case r * 4 + 2: mix_tile(fiel_cache_f16, r, 1, head, d, places, from, lds, values, add, to, ldo); break; \
    case r * 4 + 3: mix_tile(fiel_cache_f16, r, 4, head, d, places, from, lds, values, add, to, ldo); break;
                EACH_TILE_MIX(TILE)
#undef TILE
            }
        }
    }
}

// MARK: Distributions

enum { WIDE = 8 }; // doubles at a time, whatever the vectors' width, so that sums are the same

typedef double vdouble __attribute__((ext_vector_type(8)));
typedef int64_t vlong __attribute__((ext_vector_type(8)));

/// x ← eˣ for x ≤ 0; 0 below −708.
///
/// By a pointer, because not every set can pass vectors of this width. As `exp_negative`, with ln 2 in two parts and the Taylor polynomial to the power of 13.
INLINE void exp_negative_wide(vdouble *p) {
    static const double inverse_factorial[] = {
        1.0, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
        1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0,
    };
    const vdouble x = *p, round = (vdouble)(0x1.8p52 + 1023);
    const vdouble bounded = x < -708.0 ? (vdouble)-708.0 : x;
    const vdouble shifted = __builtin_elementwise_fma(bounded, (vdouble)0x1.71547652b82fep0, round);
    const vdouble n = shifted - round;
    const vdouble coarse = __builtin_elementwise_fma(n, (vdouble)-0x1.62e42fefa38p-1, bounded);
    const vdouble r = __builtin_elementwise_fma(n, (vdouble)-0x1.ef35793c7673p-45, coarse);
    vdouble series = (vdouble)inverse_factorial[13];
#pragma clang loop unroll(full)
    for (int i = 12; i >= 0; i--) series = __builtin_elementwise_fma(series, r, (vdouble)inverse_factorial[i]);
    const vdouble power = (vdouble)((vlong)shifted << 52);
    *p = x < -708.0 ? (vdouble)0.0 : series * power;
}

static double exp_sum(size_t n, const float *x, double *highest, double *out) {
    vfloat greatest = (vfloat)-INFINITY;
    for (size_t i = 0; i < n; i += LANES) {
        greatest = larger(keep_first(load_first(x + i, n - i), n - i, (vfloat)-INFINITY), greatest);
    }
    *highest = largest_of_lanes(greatest);
    vdouble sums = (vdouble)0.0;
    for (size_t i = 0; i < n; i += WIDE) {
        const size_t count = at_most(WIDE, n - i);
        typedef float floats __attribute__((ext_vector_type(8)));
        floats values = (floats)-INFINITY;
        __builtin_memcpy(&values, x + i, count * sizeof *x);
        vdouble terms = __builtin_convertvector(values, vdouble) - *highest;
        exp_negative_wide(&terms);
        if (count < WIDE) {
            for (size_t lane = count; lane < WIDE; lane++) terms[lane] = 0;
        }
        if (out) __builtin_memcpy(out + i, &terms, count * sizeof *out);
        sums += terms;
    }
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}
