using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for each Event Grid event, or for each batch.</summary>
public sealed class EventGridTriggerAttribute : TriggerBindingAttribute
{
    public EventGridTriggerAttribute()
    {
    }

    public bool IsBatched { get; set; }
}
