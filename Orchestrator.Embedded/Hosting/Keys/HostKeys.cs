using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Hosting.Keys;

/// <summary>Decides whether a request carries a key for what it asks.</summary>
internal sealed class HostKeys(HostKeyFile keys)
{
    public string MasterKey => keys.MasterKey;

    public string SystemKey => keys.SystemKey;

    public string HostKey => keys.HostKey;

    /// <exception cref="ArgumentException">No such function.</exception>
    public string FunctionKey(string functionName) => keys.FunctionKeys.TryGetValue(functionName, out var key)
        ? key
        : throw new ArgumentException($"There is no function '{functionName}' with an HTTP trigger.", nameof(functionName));

    public bool Allows(HttpRequest request, AuthorizationLevel level, string? functionName)
    {
        if (level == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var presented = Presented(request);
        return presented.Length > 0 && Accepted(level, functionName).Any(key => Same(key, presented));
    }

    private IEnumerable<string> Accepted(AuthorizationLevel level, string? functionName)
    {
        yield return keys.MasterKey;
        if (level == AuthorizationLevel.System)
        {
            yield return keys.SystemKey;
        }
        else if (level is AuthorizationLevel.Function or AuthorizationLevel.User)
        {
            yield return keys.HostKey;
            foreach (var named in keys.HostKeys.Values.Where(static named => named.Length > 0))
            {
                yield return named;
            }

            if (functionName is not null && keys.FunctionKeys.TryGetValue(functionName, out var key))
            {
                yield return key;
            }
        }
    }

    /// <summary>Whether there is any key.</summary>
    public static bool IsPresented(HttpRequest request) => Presented(request).Length > 0;

    private static string Presented(HttpRequest request) =>
        request.Headers["x-functions-key"].ToString() is { Length: > 0 } header ? header : request.Query["code"].ToString();

    private static bool Same(string key, string presented) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(presented));
}
