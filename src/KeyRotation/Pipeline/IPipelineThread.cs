using System;
using System.Threading.Tasks;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Runs work on the one thread that may touch the session.</summary>
internal interface IPipelineThread
{
    /// <summary>Runs <paramref name="work"/> there and gives its result; cancelled when the pipeline has stopped.</summary>
    Task<T> RunAsync<T>(Func<T> work);
}
