using Murmuration.WeightDistance;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: weight-distance FILE FILE...   prints ‖w − mean‖ / ‖mean‖ of each");
    return 2;
}

try
{
    foreach (var (path, distance) in args.Zip(Distances.ToMean([.. args.Select(WeightsFile.Read)])))
    {
        Console.WriteLine($"{path} {distance:0.000e+00}");
    }

    return 0;
}
catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"weight-distance: {e.Message}");
    return 1;
}
