using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Activities.GitOps;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.State;

/// <summary>What sources have been told, and what is to be told to them: beside the clusters' documents, so that telling never gets in the way of doing.</summary>
public sealed class SourceStore(IDocumentStore documents)
{
    private const int Attempts = 8;
    private const string Statuses = "source-statuses";
    private const string Outcomes = "outcomes";
    private const string Lines = "outcome-lines";
    private const string Marks = "source-marks";

    public async Task<SourceStatus?> FindStatusAsync(ClusterKey cluster, CancellationToken cancellation) =>
        await documents.ReadAsync(StatusKey(cluster), cancellation).ConfigureAwait(false) is { } stored ? Read<SourceStatus>(stored) : null;

    /// <summary>Keeps the status unless there is one of a newer revision of the same source.</summary>
    public Task SaveStatusAsync(ClusterKey cluster, SourceStatus status, CancellationToken cancellation) => ReplaceAsync<SourceStatus>(
        StatusKey(cluster), before => before is null || !before.Source.IsSameSource(status.Source) || before.Source.Sequence <= status.Source.Sequence ? status : null, cancellation);

    /// <summary>Whether nothing newer of this file has been taken; remembers that this was. An equal sequence may be taken again.</summary>
    public async Task<bool> TryAdvanceAsync(SourceRevision source, string file, CancellationToken cancellation) =>
        await ReplaceAsync<SourceRevision>(MarkKey(source, file), before => before is null || before.Sequence <= source.Sequence ? source : null, cancellation).ConfigureAwait(false);

    /// <summary>How an operation has ended.</summary>
    public async Task<ClusterOutcome?> FindEndAsync(ClusterKey cluster, string operationId, CancellationToken cancellation) =>
        await documents.ReadAsync(OutcomeKey(cluster, operationId), cancellation).ConfigureAwait(false) is { } stored ? Read<ClusterOutcome>(stored) : null;

    public Task SaveEndAsync(ClusterKey cluster, string operationId, ClusterOutcome outcome, CancellationToken cancellation) =>
        documents.WriteAsync(OutcomeKey(cluster, operationId), Write(outcome), cancellation);

    /// <summary>What is to be told: of the line, or an operation's end that has no part in one.</summary>
    public async Task<ClusterOutcome?> FindOutcomeAsync(OutcomeRequest request, CancellationToken cancellation)
    {
        var line = await documents.ReadAsync(LineKey(request.Cluster), cancellation).ConfigureAwait(false);
        return (line is null ? null : Read<OutcomeLine>(line).Waiting.FirstOrDefault(outcome => outcome.Id == request.Id))
            ?? (request.Cluster is { } cluster ? await FindEndAsync(cluster, request.Id, cancellation).ConfigureAwait(false) : null);
    }

    /// <summary>Changes a line; one that has something to tell is open after it.</summary>
    /// <param name="cluster">Null: the line of what concerns no cluster.</param>
    /// <param name="change">May be called more than once.</param>
    /// <param name="cancellation">Stops before the line is written.</param>
    public async Task<OutcomeLine> ChangeLineAsync(ClusterKey? cluster, Func<OutcomeLine, OutcomeLine> change, CancellationToken cancellation)
    {
        var line = new OutcomeLine();
        await ReplaceAsync<OutcomeLine>(
            LineKey(cluster),
            stored =>
            {
                var before = stored ?? new OutcomeLine();
                line = change(before).Opened();
                return ReferenceEquals(line, before) ? null : line;
            },
            cancellation).ConfigureAwait(false);
        return line;
    }

    /// <summary>False: <paramref name="change"/> wants nothing changed.</summary>
    private async Task<bool> ReplaceAsync<T>(string key, Func<T?, T?> change, CancellationToken cancellation)
        where T : class
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var stored = await documents.ReadAsync(key, cancellation).ConfigureAwait(false);
            if (change(stored is null ? null : Read<T>(stored)) is not { } changed)
            {
                return false;
            }

            if (await documents.TryWriteAsync(key, Write(changed), stored?.ETag, cancellation).ConfigureAwait(false) is not null)
            {
                return true;
            }
        }

        throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The document {key} was changed by others {Attempts} times in a row."));
    }

    private static string StatusKey(ClusterKey cluster) => DocumentKey.Of(Statuses, cluster.Namespace, cluster.Name);

    private static string OutcomeKey(ClusterKey cluster, string operationId) => DocumentKey.Of(Outcomes, cluster.Namespace, cluster.Name, operationId);

    /// <summary>No namespace begins with an underscore.</summary>
    private static string LineKey(ClusterKey? cluster) => cluster is null ? DocumentKey.Of(Lines, "_") : DocumentKey.Of(Lines, cluster.Namespace, cluster.Name);

    /// <summary>A digest: repositories and paths are longer than names of files may be.</summary>
    private static string MarkKey(SourceRevision source, string file) => DocumentKey.Of(
        Marks, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.SourceName}\n{file}"))));

    private static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Indented);

    private static T Read<T>(StoredDocument stored) =>
        JsonSerializer.Deserialize<T>(stored.Content, ContractJson.Options) ?? throw new InvalidDataException($"The document {stored.Key} is empty.");
}
