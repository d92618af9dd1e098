using System.Net.Sockets;

namespace Orchestrator.Activities.GitOps;

/// <summary>How manifests are fetched and outcomes posted.</summary>
public sealed record GitOpsTransport
{
    /// <summary>For addresses that messages name: no redirects, no proxy, no cookies, and no connection to an address that is not public.</summary>
    public required HttpMessageInvoker Manifests { get; init; }

    /// <summary>For the address that the operator configured: the same, unless that may be private.</summary>
    public required HttpMessageInvoker Webhook { get; init; }

    public static GitOpsTransport Create(GitOpsOptions options) => new()
    {
        Manifests = Public(),
        Webhook = options.WebhookMayBePrivate ? new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) : Public(),
    };

    private static HttpMessageInvoker Public() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = ConnectAsync });

    /// <summary>Connects to the very addresses that were looked at: a second look-up could answer otherwise.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await System.Net.Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation).ConfigureAwait(false);
        if (Array.Exists(addresses, static address => !PublicAddress.Is(address)))
        {
            throw new AddressNotPublicException(context.DnsEndPoint.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
