using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds a <see cref="Microsoft.DurableTask.Client.DurableTaskClient"/>.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    public DurableClientAttribute()
    {
    }

    public string? TaskHub { get; set; }

    public string? ConnectionName { get; set; }
}
