namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>A word or a mark of a DOT file.</summary>
/// <param name="Text">The word without quotes; the mark; empty at the end of the file.</param>
/// <param name="IsWord">Whether it is a word: an id or a value.</param>
/// <param name="IsQuoted">Whether the word stands in quotes, so that it is no keyword.</param>
/// <param name="Line">Its line, from 1 on.</param>
internal readonly record struct DotToken(string Text, bool IsWord, bool IsQuoted, int Line)
{
    /// <summary>Whether it is this mark.</summary>
    public bool Is(string mark) => !IsWord && Text == mark;

    /// <summary>Whether it is this keyword, in capitals or not.</summary>
    public bool IsKeyword(string word) =>
        IsWord && !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
