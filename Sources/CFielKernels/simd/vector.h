// What every kernel is written in: vectors of LANES floats or integers, the same code for each instruction set.
//
// The width comes from `avx512.h`, `avx2.h` or `neon.h`, included before. Vector types are Clang's: + − · < ?: work by
// lane. A tail is a whole vector of which the first `count` lanes are loaded and stored, so that a value does not
// depend on where in a row it stands.

// A product and a sum are rounded once each unless the code says multiply_add.
#pragma STDC FP_CONTRACT OFF

enum { PANEL = 2 * LANES }; // columns of a packed weight panel

typedef vfloat vfloat_unaligned __attribute__((aligned(4), may_alias));
typedef vint vint_unaligned __attribute__((aligned(1), may_alias));

INLINE vfloat load(const float *p) { return *(const vfloat_unaligned *)p; }

INLINE void store(float *p, vfloat x) { *(vfloat_unaligned *)p = x; }

INLINE vfloat multiply_add(vfloat x, vfloat y, vfloat z) { return __builtin_elementwise_fma(x, y, z); }

INLINE vfloat larger(vfloat x, vfloat y) { return x > y ? x : y; } // y where either is NaN

INLINE vfloat smaller(vfloat x, vfloat y) { return x < y ? x : y; } // y where either is NaN

INLINE size_t at_most(size_t limit, size_t x) { return x < limit ? x : limit; }

/// The first `count` lanes of x, and `other` in the lanes after them.
INLINE vfloat keep_first(vfloat x, size_t count, vfloat other) {
    vint lane;
    for (int i = 0; i < LANES; i++) lane[i] = i;
    return lane < (vint)(int32_t)at_most(LANES, count) ? x : other;
}

/// The sum of the lanes, in one fixed order.
INLINE float sum_of_lanes(vfloat x) {
    float lane[LANES];
    store(lane, x);
    for (int half = LANES / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) lane[i] += lane[i + half];
    }
    return lane[0];
}

INLINE float largest_of_lanes(vfloat x) {
    float lane[LANES], largest;
    store(lane, x);
    largest = lane[0];
    for (int i = 1; i < LANES; i++) largest = lane[i] > largest ? lane[i] : largest;
    return largest;
}

/// eˣ for x ≤ 0; 0 below −87, where the result would be subnormal. Relative error below 3e-7.
///
/// x = n ln 2 + r with |r| ≤ ln 2 / 2, and eʳ by its Taylor polynomial. Adding `round` leaves n + 127 in the low bits
/// of a float, from where a shift makes it 2ⁿ.
INLINE vfloat exp_negative(vfloat x) {
    const vfloat round = (vfloat)(0x1.8p23f + 127);
    const vfloat bounded = x < -87.0f ? (vfloat)-87.0f : x;
    const vfloat shifted = multiply_add(bounded, (vfloat)0x1.715476p0f, round);
    const vfloat n = shifted - round;
    const vfloat coarse = multiply_add(n, (vfloat)-0x1.62e4p-1f, bounded); // ln 2 in two parts, n · the first exact
    const vfloat r = multiply_add(n, (vfloat)-0x1.7f7d1cp-20f, coarse);
    const vfloat power = (vfloat)((vint)shifted << 23);
    vfloat series = (vfloat)(1.0f / 720);
    series = multiply_add(series, r, (vfloat)(1.0f / 120));
    series = multiply_add(series, r, (vfloat)(1.0f / 24));
    series = multiply_add(series, r, (vfloat)(1.0f / 6));
    series = multiply_add(series, r, (vfloat)0.5f);
    series = multiply_add(series, r, (vfloat)1.0f);
    series = multiply_add(series, r, (vfloat)1.0f);
    return x < -87.0f ? (vfloat)0.0f : series * power;
}

/// Φ(x), with Φ(x) − ½ = x P(x²) for |x| ≤ 5.4 and constant beyond.
///
/// P interpolates at the 15 Chebyshev nodes of x² in 0...5.4², in u = 2 x²/5.4² − 1.
INLINE vfloat normal_below(vfloat x) {
    static const float coefficient[] = {
        0.13092811f, -0.06532812f, 0.048499927f, -0.03920469f, 0.032110106f,
        -0.025765708f, 0.019690823f, -0.01388949f, 0.009501341f, -0.006851442f,
        0.0039071515f, -0.0010670805f, 0.0006736794f, -0.0010683009f, 0.00045629f,
    };
    const vfloat limit = (vfloat)5.4f;
    const vfloat bounded = x > limit ? limit : (x < -limit ? -limit : x);
    const vfloat u = multiply_add(bounded * bounded, (vfloat)0.068587102f, (vfloat)-1.0f);
    vfloat p = (vfloat)coefficient[14];
#pragma clang loop unroll(full)
    for (int i = 13; i >= 0; i--) p = multiply_add(p, u, (vfloat)coefficient[i]);
    return multiply_add(bounded, p, (vfloat)0.5f);
}

/// x Φ(x); absolute error below 2e-7 · max(1, |x|).
INLINE vfloat gelu_of(vfloat x) { return x * normal_below(x); }

INLINE vfloat activate(fiel_activation activation, vfloat x) {
    return activation == fiel_activation_gelu ? gelu_of(x) : x;
}
