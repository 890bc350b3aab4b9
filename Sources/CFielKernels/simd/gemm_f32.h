// Matrix products in f32: a weight panel of PANEL columns stays in cache while tiles of a few rows pass over it.
//
// Each output is one chain of fused multiply-adds over ascending k, whatever the tile: tiles only set how many chains
// run at a time.

// MARK: Packed weights [n / PANEL][k][PANEL], zero beyond n

static size_t packed_f32_count(size_t n, size_t k) { return (n + PANEL - 1) / PANEL * PANEL * k; }

static void pack_f32(size_t n, size_t k, const float *w, float *packed) {
    for (size_t j = 0; j < n; j += PANEL) {
        for (size_t p = 0; p < k; p++) {
            for (size_t c = 0; c < PANEL; c++) *packed++ = j + c < n ? w[(j + c) * k + p] : 0;
        }
    }
}

// MARK: One tile

/// Where a tile reads its rows: element (i, p) is at `a[i * row_step + p * k_step]`.
struct rows_f32 {
    const float *a;
    size_t row_step, k_step, k;
};

/// sums [rows, PANEL] = a · panel; the first `vectors` (1 or 2) vectors of each row.
INLINE void multiply(const size_t rows, const size_t vectors, struct rows_f32 from, const float *panel,
                     vfloat sums[][2]) {
    vfloat sum[TILE_ROWS_F32][2] = {{0}};
    const float *a = from.a;
    for (size_t p = 0; p < from.k; p++, a += from.k_step, panel += PANEL) {
        const vfloat left = load(panel), right = vectors > 1 ? load(panel + LANES) : left;
#pragma clang loop unroll(full)
        for (size_t i = 0; i < rows; i++) {
            const vfloat x = (vfloat)a[i * from.row_step];
            sum[i][0] = multiply_add(x, left, sum[i][0]);
            if (vectors > 1) sum[i][1] = multiply_add(x, right, sum[i][1]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
        sums[i][0] = sum[i][0];
        if (vectors > 1) sums[i][1] = sum[i][1];
    }
}

/// `multiply` with the number of rows as a constant, so that the sums stay in registers.
static void multiply_tile(size_t rows, size_t vectors, struct rows_f32 from, const float *panel, vfloat sums[][2]) {
    switch (rows * 2 + vectors - 1) {
#define TILE(r) \
    case r * 2: return multiply(r, 1, from, panel, sums); \
    case r * 2 + 1: return multiply(r, 2, from, panel, sums);
        EACH_TILE_F32(TILE)
#undef TILE
    }
}

/// The rows of the next tile, so that the tiles of `rows` rows are as equal as they can be.
INLINE size_t next_tile(size_t rows, size_t limit) {
    const size_t tiles = (rows + limit - 1) / limit;
    return (rows + tiles - 1) / tiles;
}

// MARK: The product

/// What follows a product: `out = activation(product + bias) + residual`, on the `columns` columns of a panel.
struct epilogue {
    size_t columns;
    const float *bias; // or NULL
    fiel_activation activation;
    const float *residual; // or NULL
    size_t ldr;
    float *out;
    size_t ldo;
};

/// Columns j... of the epilogue of a whole product.
INLINE struct epilogue epilogue_from(struct epilogue all, size_t j) {
    all.columns = at_most(PANEL, all.columns - j);
    all.bias = all.bias ? all.bias + j : NULL;
    all.residual = all.residual ? all.residual + j : NULL;
    all.out += j;
    return all;
}

INLINE void finish(struct epilogue to, size_t row, size_t column, size_t count, vfloat x) {
    x = activate(to.activation, x);
    if (to.residual) x += load_first(to.residual + row * to.ldr + column, count);
    store_first(to.out + row * to.ldo + column, x, count);
}

static void gemm_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias,
                     fiel_activation activation, const float *residual, size_t ldr, float *out, size_t ldo) {
    const struct epilogue all = {n, bias, activation, residual, ldr, out, ldo};
    vfloat sums[TILE_ROWS_F32][2];
    for (size_t j = 0; j < n; j += PANEL, packed += k * PANEL) {
        const struct epilogue to = epilogue_from(all, j);
        const size_t vectors = to.columns > LANES ? 2 : 1;
        for (size_t i = 0, rows; i < m; i += rows) {
            rows = next_tile(m - i, TILE_ROWS_F32);
            multiply_tile(rows, vectors, (struct rows_f32){a + i * lda, lda, 1, k}, packed, sums);
            for (size_t v = 0; v < vectors; v++) {
                const size_t column = v * LANES, count = at_most(LANES, to.columns - column);
                const vfloat shift = to.bias ? load_first(to.bias + column, count) : (vfloat)0.0f;
                for (size_t r = 0; r < rows; r++) finish(to, i + r, column, count, sums[r][v] + shift);
            }
        }
    }
}
