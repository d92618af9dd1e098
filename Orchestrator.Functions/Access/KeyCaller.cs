using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access;

/// <summary>
/// A caller as its function key shows it. Keys have names, but the host keeps them to itself: a key is known by the first digits of its SHA-256, which
/// tell it from others and give nothing of it away.
/// </summary>
internal static class KeyCaller
{
    private const string Header = "x-functions-key";
    private const int Digits = 8;

    public static Caller Of(HttpRequest request) => First(request.Headers[Header]) is { Length: > 0 } header ? Named(header)
        : First(request.Query["code"]) is { Length: > 0 } code ? Named(code)
        : new Caller { Kind = CallerKind.Anonymous, Name = "anonymous" };

    /// <summary>
    /// Every key that a request shows, wherever a host may have looked: it takes the first of one place, and what it let in must not be hidden behind another.
    /// </summary>
    public static IEnumerable<string> Presented(HttpRequest request) => request.Headers[Header].Concat(request.Query["code"])
        .SelectMany(static text => new[] { text ?? "" }.Concat((text ?? "").Split(',')))
        .Select(static text => text.Trim())
        .Where(static text => text.Length > 0)
        .Distinct(StringComparer.Ordinal);

    public static Caller Named(string key) => new() { Kind = CallerKind.Key, Name = $"key {KeyRule.DigestOf(key)[..Digits]}" };

    private static string First(StringValues values) => values.Count > 0 ? values[0] ?? "" : "";
}
