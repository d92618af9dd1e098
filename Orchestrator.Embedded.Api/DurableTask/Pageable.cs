using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

/// <summary>Makes an <see cref="AsyncPageable{T}"/> from a function that fetches one page.</summary>
public static class Pageable
{
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new FunctionPageable<T>((token, _, cancellation) => pageFunc(token, cancellation));
    }

    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new FunctionPageable<T>(pageFunc);
    }

    private sealed class FunctionPageable<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc) : AsyncPageable<T>
    {
        public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
            Read(continuationToken, pageSizeHint, CancellationToken.None);

        private async IAsyncEnumerable<Page<T>> Read(string? token, int? pageSize, [EnumeratorCancellation] CancellationToken cancellation)
        {
            do
            {
                var page = await pageFunc(token, pageSize, cancellation).ConfigureAwait(false);
                yield return page;
                token = page.ContinuationToken;
            }
            while (token is not null);
        }
    }
}
