namespace Microsoft.DurableTask;

/// <summary>One page and the token that leads to the next one; null on the last.</summary>
public sealed class Page<T>
{
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    public IReadOnlyList<T> Values { get; }

    public string? ContinuationToken { get; }
}
