namespace Murmuration.Kernels.Devices;

/// <summary>
/// Where numbers live and are computed. Layers, losses, surrogates and solvers are written once over it; no method
/// knows a model. Numbers are float32; every reduction to a scalar is accumulated in float64, and small factorizations
/// run in float64. The bits of a result do not depend on the number of threads. Results come last in argument lists and
/// may be one of the inputs only where a method works element by element. Shapes are checked; an error names both.
/// </summary>
public partial interface IDevice : IDisposable
{
    /// <summary>Name and size of the device for logs, such as "host, 2 threads".</summary>
    string Name { get; }

    /// <summary>New vector of zeros, 64-byte aligned; it lives as long as a view of it is referenced.</summary>
    DeviceVector Allocate(int length);

    /// <summary>Copies from host memory to the device.</summary>
    void Upload(ReadOnlySpan<float> source, DeviceVector target);

    /// <summary>Copies from the device to host memory.</summary>
    void Download(DeviceVector source, Span<float> target);

    /// <summary>
    /// Host-visible memory with the present value of a vector; on the host the vector's own memory, nothing copied.
    /// </summary>
    ReadOnlyMemory<float> Stage(DeviceVector source);

    /// <summary>Copies a vector.</summary>
    void Copy(DeviceVector source, DeviceVector target);

    /// <summary>Copies a matrix between any strides.</summary>
    void Copy(DeviceMatrix source, DeviceMatrix target);

    /// <summary>Sets every element to a value.</summary>
    void Fill(float value, DeviceVector target);

    /// <summary>Copies the rows with the given indices, in their order.</summary>
    void GatherRows(DeviceMatrix source, ReadOnlySpan<int> rows, DeviceMatrix result);

    /// <summary>c = alpha·a·b + beta·c for any strides; with beta = 0 the old value of c is not read.</summary>
    void Product(float alpha, DeviceMatrix a, DeviceMatrix b, float beta, DeviceMatrix c);

    /// <summary>Lower triangle of c = alpha·a·aᵀ + beta·c; the rest of c is undefined afterwards.</summary>
    void SymmetricProduct(float alpha, DeviceMatrix a, float beta, DeviceMatrix c);

    /// <summary>
    /// Solves (a + shift·I)·x = b in float64, b being overwritten by x. Of a only the lower triangle is read.
    /// False when a + shift·I is not positive definite; b is then unchanged.
    /// </summary>
    bool SolvePositiveDefinite(DeviceMatrix a, double shift, DeviceVector b);

    /// <summary>result_k = function(x_k).</summary>
    void Map(ElementFunction function, DeviceVector x, DeviceVector result);

    /// <summary>
    /// result_k = upstream_k · function′, the slope being taken from the output value, for GELU from the input value.
    /// </summary>
    void MultiplyBySlope(ElementFunction function, DeviceVector value, DeviceVector upstream, DeviceVector result);

    /// <summary>result_k = x_k · y_k.</summary>
    void Multiply(DeviceVector x, DeviceVector y, DeviceVector result);

    /// <summary>result = a·x + b·y.</summary>
    void Combine(float a, DeviceVector x, float b, DeviceVector y, DeviceVector result);

    /// <summary>y = y + a·x.</summary>
    void AddScaled(float a, DeviceVector x, DeviceVector y);

    /// <summary>result_k = x_k / (√y_k + floor), for y_k of 0 or more and a positive floor.</summary>
    void DivideByRoot(DeviceVector x, DeviceVector y, float floor, DeviceVector result);

    /// <summary>result_k = sign(x_k)·max(|x_k| − threshold, 0), the proximal map of threshold·‖·‖₁.</summary>
    void SoftThreshold(DeviceVector x, float threshold, DeviceVector result);

    /// <summary>
    /// result_k = Σ_j weights_j · inputs_j[k], summed in float64 in the order given (the consensus step).
    /// </summary>
    void Mix(ReadOnlySpan<ReadOnlyMemory<float>> inputs, ReadOnlySpan<double> weights, DeviceVector result);

    /// <summary>The same of vectors on the device, such as those of agents that share it.</summary>
    void Mix(ReadOnlySpan<DeviceVector> inputs, ReadOnlySpan<double> weights, DeviceVector result);

    /// <summary>Σ x_k·y_k.</summary>
    double Dot(DeviceVector x, DeviceVector y);

    /// <summary>Σ x_k².</summary>
    double SquaredNorm(DeviceVector x);

    /// <summary>Σ (x_k − y_k)².</summary>
    double SquaredDistance(DeviceVector x, DeviceVector y);

    /// <summary>Σ x_k.</summary>
    double Sum(DeviceVector x);

    /// <summary>Σ |x_k|.</summary>
    double AbsoluteSum(DeviceVector x);

    /// <summary>max |x_k|; zero for an empty vector.</summary>
    double MaxAbs(DeviceVector x);

    /// <summary>Every row of the result is the softmax of that row of x.</summary>
    void RowSoftmax(DeviceMatrix x, DeviceMatrix result);

    /// <summary>Σ_r log Σ_c exp(x_rc) without overflow.</summary>
    double SumOfRowLogSumExp(DeviceMatrix x);

    /// <summary>result_r = Σ_c x_rc·y_rc.</summary>
    void RowDots(DeviceMatrix x, DeviceMatrix y, DeviceVector result);

    /// <summary>Row r of the result = beta·(row r of the result) + alpha·scale_r·(row r of x).</summary>
    void AddScaledRows(float alpha, DeviceVector scale, DeviceMatrix x, float beta, DeviceMatrix result);

    /// <summary>
    /// Adds to the lower triangle of a square matrix the products with a tile that repeats to the right and downwards,
    /// result_ij = result_ij + x_ij · tile_(i mod h, j mod w); the rest of the result is undefined afterwards.
    /// </summary>
    void AddTiled(DeviceMatrix x, DeviceMatrix tile, DeviceMatrix result);

    /// <summary>Adds one row, such as the biases of a layer, to every row of a matrix.</summary>
    void AddRow(DeviceVector row, DeviceMatrix target);

    /// <summary>result_c = Σ_r x_rc, accumulated in float64.</summary>
    void ColumnSums(DeviceMatrix x, DeviceVector result);

    /// <summary>
    /// Outer product of each pair of rows, flattened: result_(r, i·q + j) = left_ri · right_rj, q columns in right.
    /// </summary>
    void RowOuterProducts(DeviceMatrix left, DeviceMatrix right, DeviceMatrix result);

    /// <summary>
    /// Runs the work for 0 … count − 1, side by side where the device can; operations inside it run on one thread.
    /// </summary>
    void ForEach(int count, IParallelWork work);
}
