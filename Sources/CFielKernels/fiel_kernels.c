#include "fiel_kernels.h"
