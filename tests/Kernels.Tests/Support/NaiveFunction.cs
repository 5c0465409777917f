namespace Murmuration.Kernels.Tests.Support;

/// <summary>f(w, x) of one sample in float64.</summary>
internal delegate double[] NaiveFunction(double[] w, double[] x);
