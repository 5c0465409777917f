namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>Replaces the lower triangle of a row-major positive definite matrix by its Cholesky factor.</summary>
internal unsafe delegate void Factorization<T>(int order, T* matrix)
    where T : unmanaged;
