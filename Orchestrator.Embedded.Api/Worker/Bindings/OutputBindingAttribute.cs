namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of outputs.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    public OutputBindingAttribute()
    {
    }
}
