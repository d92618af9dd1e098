namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of inputs.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    public InputBindingAttribute()
    {
    }
}
