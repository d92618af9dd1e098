using System.Net.Sockets;
using Orchestrator.Embedded.Hosting;

namespace Orchestrator.Cli.Local;

/// <summary>Why a local server did not start, in words that help; null for what is not ours to explain.</summary>
internal static class StartFailure
{
    public static CommandException? Explain(Exception exception, int port)
    {
        if (exception is CommandException known)
        {
            return known;
        }

        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                return new CommandException(ExitCodes.InUse, $"Port {port}, or one of those after it, is in use.", "Stop what uses it, or choose another with --port.", exception);
            }
        }

        return exception is EmbeddedHostException
            ? new CommandException(ExitCodes.Failed, exception.Message, "See orc.log in the data folder.", exception)
            : null;
    }
}
