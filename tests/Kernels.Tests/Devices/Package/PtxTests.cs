using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Tests.Devices.Package;

/// <summary>What ILGPU makes of the programs for NVIDIA's cards; no card is needed for that.</summary>
public sealed class PtxTests
{
    public static TheoryData<string> Names => [.. Programs().Select(Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_program_compiles_without_approximate_instructions(string name)
    {
        using var context = Context.Create(builder => builder.CPU());
        using var backend = new PTXBackend(
            context,
            new CudaCapabilityContext(CudaArchitecture.SM_80),
            CudaArchitecture.SM_80,
            CudaInstructionSet.ISA_80,
            nvvmAPI: null);
        var method = Programs().Single(program => Name(program) == name);
        var entry = method.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(method)
            : EntryPointDescription.FromExplicitlyGroupedKernel(method);
        var compiled = (PTXCompiledKernel)backend.Compile(entry, default);
        Assert.DoesNotContain(".approx", compiled.PTXAssembly, StringComparison.Ordinal);
        Assert.Contains(".entry", compiled.PTXAssembly, StringComparison.Ordinal);
    }

    /// <summary>All programs, those with a type parameter once for every type that fits.</summary>
    private static IEnumerable<MethodInfo> Programs()
    {
        var types = typeof(Elements).Assembly.GetTypes();
        var structs = types.Where(type => type is { IsValueType: true, IsGenericType: false }).ToList();
        return
            from type in types
            where type.Namespace == typeof(Elements).Namespace && type is { IsAbstract: true, IsSealed: true }
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
            where method.ReturnType == typeof(void)
                && method.GetParameters()[^1].ParameterType.Name.EndsWith("Arguments", StringComparison.Ordinal)
            from program in method.IsGenericMethodDefinition
                ? structs
                    .Where(method.GetGenericArguments()[0].GetGenericParameterConstraints()
                        .Single(constraint => constraint.IsInterface).IsAssignableFrom)
                    .Select(argument => method.MakeGenericMethod(argument))
                : [method]
            select program;
    }

    private static string Name(MethodInfo method) => string.Join('.', method.GetGenericArguments()
        .Select(argument => $"{argument.DeclaringType?.Name}.{argument.Name}")
        .Prepend($"{method.DeclaringType!.Name}.{method.Name}"));
}
