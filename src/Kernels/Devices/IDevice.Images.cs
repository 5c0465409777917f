namespace Murmuration.Kernels.Devices;

/// <summary>
/// Operations on rows that hold images or other groups of columns. A row group is one of G equal runs of columns; the
/// matrix of one number per row and group has G columns.
/// </summary>
public partial interface IDevice
{
    /// <summary>
    /// Lays the windows on images out as columns: result_((c·h + i)·w + j, m·P + p) is the number of image m under
    /// place (i, j) of the window at position p on plane c, zero outside the plane; P positions, h × w places.
    /// </summary>
    void Unfold(Window window, DeviceMatrix images, DeviceMatrix result);

    /// <summary>The adjoint of <see cref="Unfold"/>: every number of an image sums what lies on it.</summary>
    void Fold(Window window, DeviceMatrix columns, DeviceMatrix images);

    /// <summary>Rows and row groups change places: result_(g, r·M + m) = x_(r, g·M + m), M columns a group.</summary>
    void ExchangeRowGroups(DeviceMatrix x, DeviceMatrix result);

    /// <summary>
    /// The greatest number of every plane under every position of a window, padding left out, and its column in the
    /// image (the first of equals). A NaN counts as greater than all numbers.
    /// </summary>
    void WindowMaxima(Window window, DeviceMatrix images, DeviceMatrix result, DeviceMatrix columns);

    /// <summary>The mean of every plane under every position of a window, padding left out.</summary>
    void WindowMeans(Window window, DeviceMatrix images, DeviceMatrix result);

    /// <summary>The adjoint of <see cref="WindowMeans"/>.</summary>
    void SpreadWindowMeans(Window window, DeviceMatrix means, DeviceMatrix images);

    /// <summary>result_(r, k) = x_(r, columns_(r, k)).</summary>
    void PickColumns(DeviceMatrix x, DeviceMatrix columns, DeviceMatrix result);

    /// <summary>
    /// The adjoint of <see cref="PickColumns"/>: result_(r, c) sums x_(r, k) over columns_(r, k) = c.
    /// </summary>
    void SpreadColumns(DeviceMatrix x, DeviceMatrix columns, DeviceMatrix result);

    /// <summary>
    /// Every row group is brought to mean 0 and deviation 1: result = (x − mean) / √(variance + epsilon). Of every
    /// group the mean and 1/√(variance + epsilon) are kept in two matrices of rows × groups.
    /// </summary>
    void NormalizeRowGroups(
        DeviceMatrix x, float epsilon, DeviceMatrix means, DeviceMatrix inverseDeviations, DeviceMatrix result);

    /// <summary>
    /// The Jacobian of <see cref="NormalizeRowGroups"/> at x times a direction; it is symmetric, so that slopes go back
    /// the same way.
    /// </summary>
    void NormalizeRowGroupsProduct(
        DeviceMatrix x,
        DeviceMatrix means,
        DeviceMatrix inverseDeviations,
        DeviceMatrix direction,
        DeviceMatrix result);

    /// <summary>
    /// result_(r, k) = factor_g · x_(r, k) + summand_g for column k of group g; as many groups as the vectors have.
    /// </summary>
    void ScaleRowGroups(DeviceVector factors, DeviceVector summands, DeviceMatrix x, DeviceMatrix result);

    /// <summary>Adds value_g to every column of group g.</summary>
    void AddToRowGroups(DeviceVector values, DeviceMatrix target);

    /// <summary>result_(r, g) = Σ x_(r, k)·y_(r, k) over group g, accumulated in float64.</summary>
    void RowGroupDots(DeviceMatrix x, DeviceMatrix y, DeviceMatrix result);

    /// <summary>result_(r, g) = Σ x_(r, k) over group g, accumulated in float64.</summary>
    void RowGroupSums(DeviceMatrix x, DeviceMatrix result);

    /// <summary>
    /// result_k = x_k / keep where element k is kept, which chance (keep) decides as a function of the key and k alone,
    /// else 0.
    /// </summary>
    void Mask(ulong key, double keep, DeviceVector x, DeviceVector result);
}
