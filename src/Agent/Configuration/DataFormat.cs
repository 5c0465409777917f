namespace Murmuration.Agent.Configuration;

/// <summary>Format of a data file; any of them may be compressed with gzip.</summary>
internal enum DataFormat
{
    /// <summary>By the file's first bytes and its name.</summary>
    Auto,

    /// <summary>Rows of separated fields; the separator is found by itself.</summary>
    Csv,

    /// <summary>Rows of fields separated by tabs.</summary>
    Tsv,

    /// <summary>IDX with unsigned bytes, images and labels in two files (the format of MNIST).</summary>
    Idx,

    /// <summary>The binary version of CIFAR-10: a label and 3 x 32 x 32 bytes an image.</summary>
    Cifar10,

    /// <summary>Arrays of NumPy, one in a file (<c>.npy</c>) or several with names (<c>.npz</c>).</summary>
    Numpy,

    /// <summary>Rows of a label and <c>index:value</c> pairs, the format of libsvm and svmlight.</summary>
    Libsvm,

    /// <summary>What a query to a PostgreSQL database answers.</summary>
    Postgresql,
}
