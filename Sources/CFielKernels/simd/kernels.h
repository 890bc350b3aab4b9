// Every kernel, written once over the vectors of the instruction set whose header was included before.

#include "vector.h"

#include "gemm_f32.h"

#include "gemm_u8s8.h"

#include "rows.h"

#include "attention.h"

#include "gemm_blocks.h"

#include "decoder.h"

#include "search.h"
