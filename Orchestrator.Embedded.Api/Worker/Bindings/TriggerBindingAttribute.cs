namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of triggers.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    public TriggerBindingAttribute()
    {
    }
}
