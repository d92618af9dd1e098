using System.Net;
using System.Security.Cryptography;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.GitOps;

/// <summary>Fetches what a message refers to, from allowed hosts only.</summary>
public sealed class ManifestDownload(GitOpsOptions options, GitOpsTransport transport, TimeProvider time)
{
    /// <summary>As much as an apply over HTTP may send.</summary>
    private const int MaximumLength = 4 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The bytes behind <paramref name="address"/>, which have the digest <paramref name="sha256"/>.</summary>
    /// <exception cref="OrchestratorException">ManifestNotTaken: asking again would change nothing.</exception>
    /// <exception cref="HttpRequestException">The other side does not answer; it may later.</exception>
    public async Task<byte[]> GetAsync(string address, string sha256, CancellationToken cancellation)
    {
        var url = Check(address);
        using var timeout = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        try
        {
            using var answer = await transport.Manifests.SendAsync(request, both.Token).ConfigureAwait(false);
            var content = await ReadAsync(url, answer, both.Token).ConfigureAwait(false);
            var digest = Convert.ToHexStringLower(SHA256.HashData(content));
            return string.Equals(digest, sha256, StringComparison.OrdinalIgnoreCase)
                ? content
                : throw Refused(url, $"has the SHA-256 {digest}; the message says {sha256}", "Send a message with the digest of what is there, and never change what a message refers to.");
        }
        catch (HttpRequestException exception) when (exception.InnerException is AddressNotPublicException)
        {
            throw Refused(url, "leads to an address that is not public", "Put manifests where everybody who may read them can reach them.");
        }
    }

    private Uri Check(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || url.UserInfo.Length > 0)
        {
            throw new OrchestratorException(ErrorCatalog.ManifestNotTaken.With("'manifestUrl' is no https address.", "manifestUrl", "Write an address that begins with https:// and names no user."));
        }

        return options.ManifestHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase) && url.IsDefaultPort
            ? url
            : throw Refused(url, "is on a host that is not allowed", $"Add {url.Host} to the setting Orchestrator:GitOps:ManifestHosts, and use the standard port.");
    }

    private static async Task<byte[]> ReadAsync(Uri url, HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500)
        {
            throw new HttpRequestException($"{url.Host} answered {(int)answer.StatusCode}.", inner: null, answer.StatusCode);
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw Refused(url, $"answers {(int)answer.StatusCode}", "Upload the manifest before the message is sent, and sign the address for reading; redirects are not followed.");
        }

        using var buffer = new MemoryStream();
        var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var owned = body.ConfigureAwait(false);
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellation).ConfigureAwait(false)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaximumLength)
            {
                throw Refused(url, $"is larger than {MaximumLength} bytes", "Split it into several messages.");
            }
        }

        return buffer.ToArray();
    }

    /// <summary>Names the address without its query, which may be a signature.</summary>
    private static OrchestratorException Refused(Uri url, string problem, string action) =>
        new(ErrorCatalog.ManifestNotTaken.With($"{url.GetLeftPart(UriPartial.Path)} {problem}.", "manifestUrl", action));
}
