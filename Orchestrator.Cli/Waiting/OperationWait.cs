using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Waiting;

/// <summary>Polls operations until all have ended. A server that is away for a while, as when it restarts, only interrupts it.</summary>
public sealed class OperationWait(OrchestratorClient client, CommandServices services)
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the server may be away.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="operationIds">The operations to watch.</param>
    /// <param name="timeout">How long to wait by our own clock; null waits for ever.</param>
    /// <param name="console">Where progress is shown: the answer's console, or the error console when the answer is a document.</param>
    /// <param name="cancellation">Stops the waiting, not the operations.</param>
    /// <returns>The final status of each operation, in the order given.</returns>
    /// <exception cref="CommandException">The time is over.</exception>
    public async Task<IReadOnlyList<OperationStatus>> RunAsync(IReadOnlyList<string> operationIds, TimeSpan? timeout, IAnsiConsole console, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        IReadOnlyList<OperationStatus> last = [];
        try
        {
            await ViewOn(console).RunAsync(async show =>
            {
                do
                {
                    last = await ReadAsync(operationIds, last.Count > 0, either.Token).ConfigureAwait(false);
                    show(last);
                }
                while (!last.All(static operation => operation.IsFinished()) && await PauseAsync(either.Token).ConfigureAwait(false));
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CommandException(
                ExitCodes.Timeout,
                $"Not done within {Elapsed.Format(timeout!.Value)}: {string.Join(", ", operationIds)}.",
                $"It goes on. Watch it with 'orc wait operation {operationIds[0]}'.");
        }

        return last;
    }

    private IOperationView ViewOn(IAnsiConsole console) =>
        services.CanRedraw && ReferenceEquals(console, services.Output) ? new LiveOperationView(console) : new PlainOperationView(console);

    private async Task<bool> PauseAsync(CancellationToken cancellation)
    {
        await Task.Delay(PollInterval, services.Time, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task<IReadOnlyList<OperationStatus>> ReadAsync(IReadOnlyList<string> operationIds, bool hasAnswered, CancellationToken cancellation)
    {
        var since = services.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await Task.WhenAll(operationIds.Select(id => client.GetOperationAsync(id, cancellation))).ConfigureAwait(false);
            }
            catch (Exception exception) when (hasAnswered && MayPass(exception) && services.Time.GetElapsedTime(since) < Patience)
            {
                await PauseAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private static bool MayPass(Exception exception) => exception is ServerUnreachableException or ServerException { Status: >= System.Net.HttpStatusCode.InternalServerError };
}
