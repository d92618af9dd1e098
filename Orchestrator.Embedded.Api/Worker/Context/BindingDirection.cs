namespace Microsoft.Azure.Functions.Worker;

/// <summary>Whether a binding brings data in or takes it out.</summary>
public enum BindingDirection
{
    In = 0,
    Out = 1,
}
