using System.Globalization;

namespace Microsoft.DurableTask.Client;

/// <summary>What is known of an instance at one moment.</summary>
public sealed class OrchestrationMetadata
{
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    public string Name { get; }

    public string InstanceId { get; }

    /// <summary>Null if inputs and outputs were not fetched.</summary>
    public DataConverter? DataConverter { get; init; }

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public string? SerializedInput { get; init; }

    public string? SerializedOutput { get; init; }

    public string? SerializedCustomStatus { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <exception cref="InvalidOperationException">Inputs and outputs were not fetched.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <exception cref="InvalidOperationException">Inputs and outputs were not fetched.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <exception cref="InvalidOperationException">Inputs and outputs were not fetched.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}]");

    private T? Read<T>(string? data)
    {
        if (DataConverter is null)
        {
            throw new InvalidOperationException(
                "This metadata was fetched without inputs and outputs: pass getInputsAndOutputs: true (or FetchInputsAndOutputs in a query).");
        }

        return DataConverter.Deserialize<T>(data);
    }
}
