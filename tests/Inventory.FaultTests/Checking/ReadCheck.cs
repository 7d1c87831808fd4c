namespace Inventory.FaultTests.Checking;

/// <summary>
/// One question of a reader, begun before it is asked, so that it knows what the answer must not be older than: what had been
/// announced by then (F), and what readers of the same kind had been shown by then (M).
/// </summary>
internal sealed class ReadCheck
{
    private readonly History _history;
    private readonly string _reader;
    private readonly Dictionary<LevelHistory, (long Announced, long Shown)> _floors;
    private readonly bool _isExcused;

    private ReadCheck(History history, string reader, Dictionary<LevelHistory, (long, long)> floors) =>
        (_history, _reader, _floors, _isExcused) = (history, reader, floors, history.IsExcused(reader));

    /// <param name="history">Where it is recorded.</param>
    /// <param name="reader">Who reads: the API or Redis.</param>
    /// <param name="levels">The levels that the answer will tell of.</param>
    public static ReadCheck Begin(History history, string reader, IEnumerable<string> levels) =>
        new(history, reader, levels.Select(history.Level).ToDictionary(level => level, level => (level.Announced, level.ShownBy(reader))));

    /// <summary>Checks an answer: the levels that it told of, by id.</summary>
    public void Answered(IReadOnlyDictionary<string, LevelState> answer)
    {
        if (_isExcused || _history.IsExcused(_reader))
        {
            return;
        }

        _history.Read();
        foreach (var (level, (announced, shown)) in _floors)
        {
            var state = answer.GetValueOrDefault(level.Id);
            if (state.Version < announced)
            {
                _history.Violate('F', $"{_reader} shows {level.Id} at version {state.Version}; version {announced} had been announced before it was asked", level);
            }

            if (state.Version < shown)
            {
                _history.Violate('M', $"{_reader} shows {level.Id} at version {state.Version}; it had shown version {shown} before", level);
            }

            if (state.Available != state.OnHand - state.Committed - state.Reserved)
            {
                _history.Violate('M', $"{_reader} shows {level.Id} torn: {state}", level);
            }

            if (state.Version > 0 && level.Contradicts(state) is { } other)
            {
                _history.Violate('M', $"{_reader} shows {level.Id} with {state}, which was {other} before", level);
            }

            level.Show(_reader, state);
        }
    }
}
