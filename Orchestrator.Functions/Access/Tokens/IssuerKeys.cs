using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.Access.Tokens;

/// <summary>
/// The issuer's keys by OpenID Connect discovery, kept for a day. A key id that is not among them has them fetched anew, but not more often than
/// every five minutes: else anybody could make us ask with ids of his own.
/// </summary>
public sealed class IssuerKeys(AccessOptions options, IssuerTransport transport, TimeProvider time, ILogger<IssuerKeys> log) : IDisposable
{
    private const int LongestDocument = 1024 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private IReadOnlyDictionary<string, SigningKey>? _keys;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    public void Dispose() => _fetching.Dispose();

    /// <summary>Null: the issuer has no such key.</summary>
    /// <exception cref="OrchestratorException">IssuerUnreachable: there are no keys at all.</exception>
    internal async Task<SigningKey?> FindAsync(string id, CancellationToken cancellation)
    {
        if (_keys is { } fresh && time.GetUtcNow() - _fetchedAt < Lifetime && fresh.TryGetValue(id, out var known))
        {
            return known;
        }

        await _fetching.WaitAsync(cancellation);
        try
        {
            if (time.GetUtcNow() - _triedAt >= Pause)
            {
                await RefreshAsync(cancellation);
            }
        }
        finally
        {
            _fetching.Release();
        }

        return (_keys ?? throw new OrchestratorException(ErrorCatalog.IssuerUnreachable.With($"The keys of {options.Issuer} could not be fetched."))).GetValueOrDefault(id);
    }

    /// <summary>Keys that were fetched before stay when the issuer does not answer: it is away, not another.</summary>
    private async Task RefreshAsync(CancellationToken cancellation)
    {
        _triedAt = time.GetUtcNow();
        try
        {
            var metadata = await GetAsync(options.Metadata!, cancellation);
            if (Text(metadata, "issuer") != options.Issuer)
            {
                throw new HttpRequestException($"The metadata is of the issuer '{Text(metadata, "issuer")}'.");
            }

            var address = Uri.TryCreate(Text(metadata, "jwks_uri"), UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
                ? url
                : throw new HttpRequestException("The metadata names no https address of keys.");
            var keys = (await GetAsync(address, cancellation))["keys"] as JsonArray;
            _keys = (keys ?? []).Select(SigningKey.Read).OfType<SigningKey>().DistinctBy(static key => key.Id).ToDictionary(static key => key.Id, StringComparer.Ordinal);
            _fetchedAt = time.GetUtcNow();
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogError(problem, "The signing keys of {Issuer} could not be fetched", options.Issuer);
        }
    }

    private async Task<JsonNode> GetAsync(Uri address, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var answer = await transport.Http.SendAsync(request, both.Token);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{address} answered {(int)answer.StatusCode}.");
        }

        await answer.Content.LoadIntoBufferAsync(LongestDocument, both.Token);
        return JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(both.Token)) as JsonObject ?? throw new JsonException($"{address} is no JSON object.");
    }

    private static string? Text(JsonNode document, string name) => document[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
