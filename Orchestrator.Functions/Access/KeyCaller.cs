using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access;

/// <summary>
/// A caller as its function key shows it. Keys have names, but the host keeps them to itself: a key is known by the first digits of its SHA-256, which
/// tell it from others and give nothing of it away.
/// </summary>
internal static class KeyCaller
{
    private const int Digits = 8;

    public static Caller Of(HttpRequest request) => Presented(request) is { Length: > 0 } key
        ? new Caller { Kind = CallerKind.Key, Name = $"key {Fingerprint(key)}" }
        : new Caller { Kind = CallerKind.Anonymous, Name = "anonymous" };

    public static string Fingerprint(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..Digits];

    private static string Presented(HttpRequest request) =>
        request.Headers["x-functions-key"].ToString() is { Length: > 0 } header ? header : request.Query["code"].ToString();
}
