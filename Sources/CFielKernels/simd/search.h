// Scores of queries against many rows, for exact search and for graphs.
//
// A tile is up to TILE_QUERIES queries by 4 rows: each row's bytes are read once for all queries of a group, and the
// sums of four rows are folded together. Every sum is made in the same order wherever it stands in a tile.

enum {
    ROWS = 4,          // rows of a tile
    QUERY_GROUP = 16,  // queries that share one pass over the rows
};

/// a[i] + a[i + LANES / 2] in even lanes, the same of b in odd ones.
#define FOLD(a, b) (ZIP_LOW(a, b) + ZIP_HIGH(a, b))

/// The row of a place, or the last row for places past the end, whose score is not kept.
INLINE size_t place_of(const uint32_t *places, size_t j, size_t n) {
    const size_t kept = j < n ? j : n - 1;
    return places ? places[kept] : kept;
}

// MARK: Floats

/// The sums of the lanes of four vectors.
INLINE void fold_floats(const vfloat sum[ROWS], float out[ROWS]) {
    float lane[LANES];
    store(lane, FOLD(FOLD(sum[0], sum[2]), FOLD(sum[1], sum[3])));
    for (size_t r = 0; r < ROWS; r++) out[r] = lane[r];
    for (size_t i = ROWS; i < LANES; i += ROWS) {
        for (size_t r = 0; r < ROWS; r++) out[r] += lane[i + r];
    }
}

INLINE void score_tile_f32(const size_t queries, size_t k, const float *query, const float *const row[ROWS],
                           float score[][ROWS]) {
    vfloat sum[TILE_QUERIES][ROWS] = {{0}};
    for (size_t p = 0; p < k; p += LANES) {
        vfloat x[ROWS];
#pragma clang loop unroll(full)
        for (size_t r = 0; r < ROWS; r++) x[r] = load(row[r] + p);
#pragma clang loop unroll(full)
        for (size_t q = 0; q < queries; q++) {
            const vfloat y = load(query + q * k + p);
#pragma clang loop unroll(full)
            for (size_t r = 0; r < ROWS; r++) sum[q][r] = multiply_add(x[r], y, sum[q][r]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t q = 0; q < queries; q++) fold_floats(sum[q], score[q]);
}

static void score_f32(size_t m, size_t n, size_t k, const float *queries, const float *rows, const uint32_t *places,
                      float *out, size_t ldo) {
    for (size_t from = 0; from < m; from += QUERY_GROUP) {
        const size_t until = from + at_most(QUERY_GROUP, m - from);
        for (size_t j = 0; j < n; j += ROWS) {
            const float *row[ROWS];
            for (size_t r = 0; r < ROWS; r++) row[r] = rows + place_of(places, j + r, n) * k;
            for (size_t i = from, count; i < until; i += count) {
                float score[TILE_QUERIES][ROWS];
                count = at_most(TILE_QUERIES, until - i);
                switch (count) {
#define TILE(q) case q: score_tile_f32(q, k, queries + i * k, row, score); break;
                    EACH_TILE_QUERIES(TILE)
#undef TILE
                }
                for (size_t q = 0; q < count; q++) {
                    for (size_t r = 0; r < at_most(ROWS, n - j); r++) out[(i + q) * ldo + j + r] = score[q][r];
                }
            }
        }
    }
}

// MARK: Codes

/// The sums of the lanes of four vectors.
INLINE void fold_ints(const vint sum[ROWS], int32_t out[ROWS]) {
    int32_t lane[LANES];
    *(vint_unaligned *)lane = FOLD(FOLD(sum[0], sum[2]), FOLD(sum[1], sum[3]));
    for (size_t r = 0; r < ROWS; r++) out[r] = lane[r];
    for (size_t i = ROWS; i < LANES; i += ROWS) {
        for (size_t r = 0; r < ROWS; r++) out[r] += lane[i + r];
    }
}

/// `start` holds, for each query, what `dot_signed` adds too much, negated.
INLINE void score_tile_s8(const size_t queries, size_t k, const int8_t *query, const vint *start,
                          const int8_t *const row[ROWS], int32_t score[][ROWS]) {
    vint sum[TILE_QUERIES][ROWS];
#pragma clang loop unroll(full)
    for (size_t q = 0; q < queries; q++) {
#pragma clang loop unroll(full)
        for (size_t r = 0; r < ROWS; r++) sum[q][r] = start[q];
    }
    for (size_t p = 0; p < k; p += 4 * LANES) {
        vint x[ROWS];
#pragma clang loop unroll(full)
        for (size_t r = 0; r < ROWS; r++) x[r] = load_ints(row[r] + p);
#pragma clang loop unroll(full)
        for (size_t q = 0; q < queries; q++) {
            const vint y = load_ints(query + q * k + p);
#pragma clang loop unroll(full)
            for (size_t r = 0; r < ROWS; r++) sum[q][r] = dot_signed(sum[q][r], x[r], y);
        }
    }
#pragma clang loop unroll(full)
    for (size_t q = 0; q < queries; q++) fold_ints(sum[q], score[q]);
}

static void score_s8(size_t m, size_t n, size_t k, const int8_t *queries, const float *query_scale, const int8_t *rows,
                     const float *scales, const uint32_t *places, float *out, size_t ldo) {
    for (size_t from = 0; from < m; from += QUERY_GROUP) {
        const size_t until = from + at_most(QUERY_GROUP, m - from);
        vint start[QUERY_GROUP];
        for (size_t i = from; i < until; i++) {
            vint excess = {0};
            const int8_t *query = queries + i * k;
            for (size_t p = 0; p < k; p += 4 * LANES) excess = dot_signed(excess, (vint){0}, load_ints(query + p));
            start[i - from] = -excess;
        }
        for (size_t j = 0; j < n; j += ROWS) {
            const int8_t *row[ROWS];
            float scale[ROWS];
            for (size_t r = 0; r < ROWS; r++) {
                const size_t place = place_of(places, j + r, n);
                row[r] = rows + place * k;
                scale[r] = scales[place];
            }
            for (size_t i = from, count; i < until; i += count) {
                int32_t score[TILE_QUERIES][ROWS];
                count = at_most(TILE_QUERIES, until - i);
                switch (count) {
#define TILE(q) case q: score_tile_s8(q, k, queries + i * k, start + i - from, row, score); break;
                    EACH_TILE_QUERIES(TILE)
#undef TILE
                }
                for (size_t q = 0; q < count; q++) {
                    for (size_t r = 0; r < at_most(ROWS, n - j); r++) {
                        out[(i + q) * ldo + j + r] = (float)score[q][r] * (query_scale[i + q] * scale[r]);
                    }
                }
            }
        }
    }
}

// MARK: The best of many

static size_t places_above(size_t n, const float *x, float limit, uint32_t *places) {
    size_t count = 0;
    for (size_t i = 0; i < n; i += LANES) {
        const size_t rest = at_most(LANES, n - i);
        if (rest == LANES && __builtin_reduce_or(load(x + i) > limit) == 0) continue;
        for (size_t lane = i; lane < i + rest; lane++) {
            if (x[lane] > limit) places[count++] = (uint32_t)lane;
        }
    }
    return count;
}

#undef FOLD
