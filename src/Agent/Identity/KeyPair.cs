namespace Murmuration.Agent.Identity;

/// <summary>A certificate and its private key, both as PEM text.</summary>
internal sealed record KeyPair(string Certificate, string Key);
