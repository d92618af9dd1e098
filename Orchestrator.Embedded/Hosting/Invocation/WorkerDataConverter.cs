using Azure.Core.Serialization;
using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>The worker's serializer, as the engine's converter: the app chooses both at once through WorkerOptions.</summary>
internal sealed class WorkerDataConverter(ObjectSerializer serializer) : DataConverter
{
    public override string? Serialize(object? value) =>
        value is null ? null : serializer.Serialize(value, value.GetType(), CancellationToken.None).ToString();

    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : serializer.Deserialize(BinaryData.FromString(data).ToStream(), targetType, CancellationToken.None);
}
