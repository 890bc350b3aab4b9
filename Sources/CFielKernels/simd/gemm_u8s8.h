// Matrix products of unsigned activations and signed weights in 8 bits, summed exactly in 32.
//
// Four neighbours in k share a 32-bit lane. Weights are zero beyond k, so the bytes that fill up a row's last group of
// four do not matter.

// MARK: Packed weights [n / PANEL][k / 4][PANEL][4], zero beyond n and k

static size_t packed_s8_count(size_t n, size_t k) {
    return (n + PANEL - 1) / PANEL * PANEL * ((k + 3) / 4 * 4);
}

static void pack_s8(size_t n, size_t k, const int8_t *w, int8_t *packed, int32_t *sums) {
    for (size_t j = 0; j < n; j++) {
        sums[j] = 0;
        for (size_t p = 0; p < k; p++) sums[j] += w[j * k + p];
    }
    for (size_t j = 0; j < n; j += PANEL) {
        for (size_t p = 0; p < k; p += 4) {
            for (size_t c = 0; c < PANEL; c++) {
                for (size_t b = 0; b < 4; b++) *packed++ = j + c < n && p + b < k ? w[(j + c) * k + p + b] : 0;
            }
        }
    }
}

// MARK: One tile

INLINE vint load_ints(const void *p) { return *(const vint_unaligned *)p; }

INLINE vint broadcast_bytes(const uint8_t *p, size_t count) {
    int32_t group = 0;
    __builtin_memcpy(&group, p, count);
    return (vint)group;
}

/// Adds `count` (1 to 4) columns of each row's activations times one group of a panel.
INLINE void multiply_group(const size_t rows, const size_t vectors, const uint8_t *q, size_t ldq, const size_t count,
                           const int8_t *panel, vint sum[][2]) {
    const vint left = load_ints(panel), right = vectors > 1 ? load_ints(panel + 4 * LANES) : left;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
        const vint x = broadcast_bytes(q + i * ldq, count);
        sum[i][0] = dot_bytes(sum[i][0], x, left);
        if (vectors > 1) sum[i][1] = dot_bytes(sum[i][1], x, right);
    }
}

/// sums [rows, PANEL] = (q − ACTIVATION_OFFSET) · panel; the first `vectors` (1 or 2) vectors of each row.
INLINE void multiply_bytes(const size_t rows, const size_t vectors, const uint8_t *q, size_t ldq, size_t k,
                           const int8_t *panel, vint sums[][2]) {
    vint sum[TILE_ROWS_U8][2] = {{0}};
    for (; k >= 4; k -= 4, q += 4, panel += 4 * PANEL) multiply_group(rows, vectors, q, ldq, 4, panel, sum);
    switch (k) { // the count is a constant in each call, to keep the sums in registers
    case 1: multiply_group(rows, vectors, q, ldq, 1, panel, sum); break;
    case 2: multiply_group(rows, vectors, q, ldq, 2, panel, sum); break;
    case 3: multiply_group(rows, vectors, q, ldq, 3, panel, sum); break;
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
        sums[i][0] = sum[i][0];
        if (vectors > 1) sums[i][1] = sum[i][1];
    }
}

/// `multiply_bytes` with the number of rows as a constant, so that the sums stay in registers.
static void multiply_bytes_tile(size_t rows, size_t vectors, const uint8_t *q, size_t ldq, size_t k,
                                const int8_t *panel, vint sums[][2]) {
    switch (rows * 2 + vectors - 1) {
#define TILE(r) \
    case r * 2: return multiply_bytes(r, 1, q, ldq, k, panel, sums); \
    case r * 2 + 1: return multiply_bytes(r, 2, q, ldq, k, panel, sums);
        EACH_TILE_U8(TILE)
#undef TILE
    }
}

// MARK: The product

INLINE vint load_ints_first(const int32_t *p, size_t count) { return (vint)load_first((const float *)p, count); }

/// Finishes one vector of columns of a tile's rows.
INLINE void finish_bytes(struct epilogue to, size_t row, size_t rows, size_t column, const float *scale,
                         const int32_t *zero, const float *wscale, const int32_t *sums, vint product[][2]) {
    const size_t count = at_most(LANES, to.columns - column);
    const vfloat column_scale = load_first(wscale + column, count);
    const vint column_sum = load_ints_first(sums + column, count);
    const vfloat shift = to.bias ? load_first(to.bias + column, count) : (vfloat)0.0f;
    for (size_t r = 0; r < rows; r++) {
        const vint exact = product[r][column / LANES] - (vint)(zero[row + r] - ACTIVATION_OFFSET) * column_sum;
        const vfloat x = __builtin_convertvector(exact, vfloat);
        finish(to, row + r, column, count, multiply_add(x, (vfloat)scale[row + r] * column_scale, shift));
    }
}

static void gemm_u8s8(size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                      const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                      const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                      size_t ldo) {
    const struct epilogue all = {n, bias, activation, residual, ldr, out, ldo};
    const size_t panel_bytes = (k + 3) / 4 * 4 * PANEL;
    vint product[TILE_ROWS_U8][2];
    for (size_t j = 0; j < n; j += PANEL, packed += panel_bytes) {
        const struct epilogue to = epilogue_from(all, j);
        const size_t vectors = to.columns > LANES ? 2 : 1;
        for (size_t i = 0, rows; i < m; i += rows) {
            rows = next_tile(m - i, TILE_ROWS_U8);
            multiply_bytes_tile(rows, vectors, q + i * ldq, ldq, k, packed, product);
            for (size_t v = 0; v < vectors; v++) {
                finish_bytes(to, i, rows, v * LANES, scale, zero, wscale + j, sums + j, product);
            }
        }
    }
}
