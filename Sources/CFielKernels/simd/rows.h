// Kernels over rows of numbers.

static float dot_f32(size_t n, const float *x, const float *y) {
    vfloat sum[4] = {{0}};
    size_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
#pragma clang loop unroll(full)
        for (size_t s = 0; s < 4; s++) sum[s] = multiply_add(load(x + i + s * LANES), load(y + i + s * LANES), sum[s]);
    }
    for (; i < n; i += LANES) sum[0] = multiply_add(load_first(x + i, n - i), load_first(y + i, n - i), sum[0]);
    return sum_of_lanes((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

static void gelu(size_t n, float *x) {
    for (size_t i = 0; i < n; i += LANES) store_first(x + i, gelu_of(load_first(x + i, n - i)), n - i);
}

static void gelu_gradient(size_t n, const float *x, float *gradient) {
    for (size_t i = 0; i < n; i += LANES) {
        const vfloat at = load_first(x + i, n - i), density = 0.39894228f * exp_negative(-0.5f * at * at);
        const vfloat slope = multiply_add(at, density, normal_below(at));
        store_first(gradient + i, slope * load_first(gradient + i, n - i), n - i);
    }
}

static void softmax(size_t n, float *x) {
    const vfloat least = (vfloat)-INFINITY;
    vfloat highest = least, sum = (vfloat)0.0f;
    for (size_t i = 0; i < n; i += LANES) highest = larger(keep_first(load_first(x + i, n - i), n - i, least), highest);
    const vfloat origin = (vfloat)largest_of_lanes(highest);
    for (size_t i = 0; i < n; i += LANES) {
        const vfloat e = exp_negative(keep_first(load_first(x + i, n - i), n - i, least) - origin);
        store_first(x + i, e, n - i);
        sum += e;
    }
    const vfloat total = (vfloat)sum_of_lanes(sum);
    for (size_t i = 0; i < n; i += LANES) store_first(x + i, load_first(x + i, n - i) / total, n - i);
}

// MARK: Layer normalisation

static void layer_norm_row(size_t n, const float *x, const float *weight, const float *bias, float epsilon,
                           float *out) {
    const vfloat nothing = (vfloat)0.0f;
    vfloat sum = nothing, squares = nothing;
    for (size_t j = 0; j < n; j += LANES) sum += load_first(x + j, n - j);
    const vfloat mean = (vfloat)(sum_of_lanes(sum) / (float)n);
    for (size_t j = 0; j < n; j += LANES) {
        const vfloat d = keep_first(load_first(x + j, n - j) - mean, n - j, nothing);
        squares = multiply_add(d, d, squares);
    }
    const vfloat inverse = (vfloat)(1 / __builtin_sqrtf(sum_of_lanes(squares) / (float)n + epsilon));
    for (size_t j = 0; j < n; j += LANES) {
        const vfloat normal = (load_first(x + j, n - j) - mean) * inverse;
        store_first(out + j, multiply_add(normal, load_first(weight + j, n - j), load_first(bias + j, n - j)), n - j);
    }
}

static void layer_norm(size_t m, size_t n, const float *x, size_t ldx, const float *weight, const float *bias,
                       float epsilon, float *out, size_t ldo) {
    for (size_t i = 0; i < m; i++) layer_norm_row(n, x + i * ldx, weight, bias, epsilon, out + i * ldo);
}

// MARK: Quantisation

/// The values of a row from p on, multiplied by their factors where there are any.
static inline vfloat scaled_first(const float *x, const float *factor, size_t p, size_t k) {
    const vfloat v = load_first(x + p, k - p);
    return factor ? v * load_first(factor + p, k - p) : v;
}

static void quantize_row(size_t k, const float *x, const float *factor, uint8_t *q, float *scale, int32_t *zero) {
    const vfloat nothing = (vfloat)0.0f;
    vfloat low = nothing, high = nothing, poison = nothing; // poison turns NaN at a value that is not finite
    for (size_t p = 0; p < k; p += LANES) {
        const vfloat v = scaled_first(x, factor, p, k);
        low = smaller(v, low);
        high = larger(v, high);
        poison = multiply_add(v, nothing, poison);
    }
    const float step = largest_of_lanes(high) / 255 - -largest_of_lanes(-low) / 255;
    const bool finite = sum_of_lanes(poison) == 0;
    *zero = 0;
    if (!(step >= FLT_MIN) || !finite) { // a row of zeros, or one without a finite scale
        *scale = finite ? 0 : NAN;
        if (k > 0) __builtin_memset(q, 0, k);
        return;
    }
    const float inverse = 1 / step;
    const float rounded = __builtin_rintf(largest_of_lanes(-low) * inverse), origin = rounded < 255 ? rounded : 255;
    const vfloat top = (vfloat)255.0f;
    for (size_t p = 0; p < k; p += LANES) {
        const vfloat v = __builtin_elementwise_roundeven(scaled_first(x, factor, p, k) * inverse) + origin;
        store_bytes_first(q + p, __builtin_convertvector(smaller(larger(v, nothing), top), vint), k - p);
    }
    *scale = step;
    *zero = (int32_t)origin;
}

static void quantize_u8(size_t m, size_t k, const float *x, size_t ldx, const float *factor, uint8_t *q, size_t ldq,
                        float *scale, int32_t *zero) {
    for (size_t i = 0; i < m; i++) quantize_row(k, x + i * ldx, factor, q + i * ldq, scale + i, zero + i);
}

// MARK: Half precision

static void widen_f16(size_t n, const uint16_t *x, float *out) {
    for (size_t i = 0; i < n; i += LANES) store_first(out + i, load_half_first(x + i, n - i), n - i);
}
