using System.CommandLine;
using Murmuration.UserSpaceSwitch;

var parsed = SwitchCommand.Create().Parse(args);
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is SwitchException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"user-space-switch: {e.Message}");
    return 1;
}
