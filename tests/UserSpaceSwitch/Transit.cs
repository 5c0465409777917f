namespace Murmuration.UserSpaceSwitch;

/// <summary>A frame on its way through one of a port's lines.</summary>
/// <param name="Frame">Its bytes; never changed, since a flooded frame is on several lines at once.</param>
/// <param name="Port">Index of the port.</param>
/// <param name="IsLeaving">Whether it has passed the switch already.</param>
internal readonly record struct Transit(byte[] Frame, int Port, bool IsLeaving);
