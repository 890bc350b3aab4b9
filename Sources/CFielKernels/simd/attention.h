// Attention with a query per lane, a block of up to PANEL queries at a time.
//
// Scores are kept as [key][query]: both products then have the shape of a weight panel, and the softmax over keys runs
// down whole vectors, with no sum across lanes and no tail.

/// Transposes a square of LANES by LANES: each pass interleaves the upper half of the rows with the lower.
INLINE void transpose(vfloat row[LANES]) {
    vfloat next[LANES];
#pragma clang loop unroll(full)
    for (int pass = 1; pass < LANES; pass *= 2) {
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES / 2; i++) {
            next[2 * i] = ZIP_LOW(row[i], row[i + LANES / 2]);
            next[2 * i + 1] = ZIP_HIGH(row[i], row[i + LANES / 2]);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES; i++) row[i] = next[i];
    }
}

/// panel [width, PANEL] ← scale · transpose of x [count, width]; queries from `count` to a whole vector are zero.
static void transpose_in(size_t count, size_t width, float scale, const float *x, size_t ld, float *panel) {
    vfloat square[LANES];
    for (size_t i = 0; i < count; i += LANES) {
        for (size_t d = 0; d < width; d += LANES) {
            const size_t wide = at_most(LANES, width - d);
            for (size_t r = 0; r < LANES; r++) {
                square[r] = i + r < count ? load_first(x + (i + r) * ld + d, wide) * scale : (vfloat)0.0f;
            }
            transpose(square);
            for (size_t c = 0; c < wide; c++) store(panel + (d + c) * PANEL + i, square[c]);
        }
    }
}

/// out [count, width] ← transpose of panel [width, PANEL].
static void transpose_out(size_t count, size_t width, const float *panel, float *out, size_t ldo) {
    vfloat square[LANES];
    for (size_t i = 0; i < count; i += LANES) {
        for (size_t d = 0; d < width; d += LANES) {
            const size_t wide = at_most(LANES, width - d);
            for (size_t c = 0; c < LANES; c++) square[c] = c < wide ? load(panel + (d + c) * PANEL + i) : (vfloat)0.0f;
            transpose(square);
            for (size_t r = 0; r < at_most(LANES, count - i); r++) {
                store_first(out + (i + r) * ldo + d, square[r], wide);
            }
        }
    }
}

/// out [rows, PANEL] = a [rows, k] · panel [k, PANEL], with a read by the steps of `from`.
static void multiply_panel(size_t rows, size_t vectors, struct rows_f32 from, const float *panel, float *out) {
    vfloat sums[TILE_ROWS_F32][2];
    for (size_t i = 0, tile; i < rows; i += tile) {
        tile = next_tile(rows - i, TILE_ROWS_F32);
        multiply_tile(tile, vectors, from, panel, sums);
        from.a += tile * from.row_step;
        for (size_t r = 0; r < tile; r++) {
            for (size_t v = 0; v < vectors; v++) store(out + (i + r) * PANEL + v * LANES, sums[r][v]);
        }
    }
}

/// Each column of scores [length, PANEL] ← its softmax, for one vector of columns.
static void softmax_columns(size_t length, float *scores) {
    vfloat highest = (vfloat)-INFINITY, sum = (vfloat)0.0f;
    for (size_t j = 0; j < length; j++) highest = larger(load(scores + j * PANEL), highest);
    for (size_t j = 0; j < length; j++) {
        const vfloat e = exp_negative(load(scores + j * PANEL) - highest);
        store(scores + j * PANEL, e);
        sum += e;
    }
    const vfloat inverse = 1.0f / sum;
    for (size_t j = 0; j < length; j++) store(scores + j * PANEL, load(scores + j * PANEL) * inverse);
}

static size_t attention_scratch_count(size_t length, size_t head) { return (length + head) * PANEL; }

static void attention(size_t length, size_t head, float scale, const float *q, const float *k, const float *v,
                      size_t ld, float *scratch, float *out, size_t ldo) {
    float *scores = scratch, *block = scratch + length * PANEL; // the block holds the queries, then their outputs
    for (size_t i = 0; i < length; i += PANEL) {
        const size_t queries = at_most(PANEL, length - i), vectors = queries > LANES ? 2 : 1;
        transpose_in(queries, head, scale, q + i * ld, ld, block);
        multiply_panel(length, vectors, (struct rows_f32){k, ld, 1, head}, block, scores);
        for (size_t s = 0; s < vectors; s++) softmax_columns(length, scores + s * LANES);
        multiply_panel(head, vectors, (struct rows_f32){v, 1, ld, length}, scores, block);
        transpose_out(queries, head, block, out + i * ldo, ldo);
    }
}
